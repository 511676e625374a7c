package dev.tercet.storage.postgres.operation;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What every statement that changes a status has in common, written once. A statement names it in
 * braces: {@code {unqueued}} and {@code {unheld}} clear what belonged to the status that was left
 * (the schema refuses whoever forgets them), {@code {retried}} is what a person's retry sets,
 * {@code {change}} is what an update returns, and {@code {removals}} and {@code {trail}} write, of
 * everything in {@code changes}, the removal rows and the audit rows (S9).
 */
public final class StatusSql {
  private static final Pattern NAME = Pattern.compile("\\{(\\w+)}");

  /** Each {@code changes} has these columns, and {@code event} and {@code reason} besides. */
  private static final String CHANGE =
      "e.id, e.project, e.since, e.epoch, old.status AS was, e.status, old.session AS worker";

  private static final String UNQUEUED =
      "due_at = NULL, message_ms = NULL, message_sequence = NULL, marker = NULL";

  private static final String UNHELD = "session = NULL, deadline = NULL, attempt_timeout_ms = NULL";

  /** Failed ones come back; waiting ones become due. Every counter that could block is reset. */
  private static final String RETRIED =
      """
      status = 'pending',
                   since = CASE WHEN e.status = 'failed' THEN clock_timestamp() ELSE e.since END,
                   due_at = clock_timestamp(), attempts = 0, crashes = 0,
                   revived = e.revived OR e.status = 'failed'\
      """;

  /** The removal's reason is the status. One that was under way begins anew. */
  private static final String REMOVALS =
      """
      removals AS (
        INSERT INTO removal (extraction, project, reason)
        SELECT id, project, status::text::removal_reason
          FROM changes
         WHERE loses_points(status)
         ORDER BY id
        ON CONFLICT (extraction) DO UPDATE
           SET reason = excluded.reason, due_at = excluded.due_at, first_confirmed_at = NULL
      )\
      """;

  /** Of two changes of one extraction in one statement, queued stands before processing. */
  private static final String TRAIL =
      """
      trail AS (
        INSERT INTO audit
               (extraction, project, at, epoch, from_status, to_status, worker, event, reason)
        SELECT id, project, since, epoch, was, status, worker, event, reason
          FROM changes
         WHERE was IS DISTINCT FROM status
         ORDER BY id, status
      )\
      """;

  private static final Map<String, String> PIECES =
      Map.of(
          "change", CHANGE,
          "unqueued", UNQUEUED,
          "unheld", UNHELD,
          "retried", RETRIED,
          "removals", REMOVALS,
          "trail", TRAIL);

  private StatusSql() {}

  /** The statement with its shared pieces in place. */
  public static String of(String statement) {
    return NAME.matcher(statement)
        .replaceAll(found -> {
          String piece = PIECES.get(found.group(1));
          if (piece == null) {
            throw new IllegalArgumentException(
                "no statement shares a piece called " + found.group(1));
          }
          return Matcher.quoteReplacement(piece);
        });
  }
}
