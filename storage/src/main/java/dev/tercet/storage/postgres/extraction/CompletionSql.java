package dev.tercet.storage.postgres.extraction;

/** What ends attempts as done, for completing and for closing (docs/protocol.md §4). */
public final class CompletionSql {
  private CompletionSql() {}

  /**
   * Follows an {@code input} of (id, epoch, session, source, passages, embedded, made_with) in
   * which each source stands at most once, locked by an earlier statement, so that its row decides
   * alone. It ends what is still held, supersedes predecessors, and writes removal and audit rows.
   * {@code passages} and {@code embedded} count all and those with points, where the same statement
   * records passages or some are left out; they are null when all were recorded before, and {@code
   * made_with} likewise.
   */
  public static final String ENDING =
      """
      ended AS (
        UPDATE extraction e
           SET status = CASE WHEN s.newest_finished > e.generation THEN 'superseded'
                             ELSE 'done' END::extraction_status,
               since = clock_timestamp(), stage = 'linked', crashes = 0,
               done_at = CASE WHEN s.newest_finished > e.generation THEN NULL
                              ELSE clock_timestamp() END,
               passages = coalesce(i.passages, e.passages),
               passages_extracted = coalesce(i.embedded, e.passages_extracted),
               passages_embedded = coalesce(i.embedded, e.passages_embedded),
               made_with = coalesce(i.made_with, e.made_with),
               cut = CASE WHEN i.passages IS NULL THEN e.cut
                          ELSE coalesce((SELECT nullif(w.cut, '') FROM worker_session w
                                          WHERE w.id = i.session), e.cut) END,
               {unheld}, failure_code = NULL, failure_class = NULL, failure_stage = NULL,
               failure_message = NULL
          FROM input i
          JOIN source s ON s.id = i.source
         WHERE e.id = i.id
           AND e.status::text = 'processing'
           AND e.epoch = i.epoch
           AND e.session = i.session
        RETURNING {change}, e.source, e.generation, e.passages, e.passages_embedded,
                  s.newest_finished_id AS predecessor
      ), sources AS (
        UPDATE source s
           SET newest_finished = ended.generation, newest_finished_id = ended.id
          FROM ended
         WHERE s.id = ended.source
           AND ended.status = 'done'
      ), outdated AS (
        UPDATE extraction e
           SET status = 'superseded', since = clock_timestamp()
          FROM ended
         WHERE e.id = ended.predecessor
           AND e.status::text = 'done'
           AND ended.status = 'done'
        RETURNING {change}
      ), changes AS (
        SELECT id, project, since, epoch, was, status, worker,
               CASE WHEN status = 'done' THEN 'completed' ELSE 'overtaken' END::audit_event
                 AS event,
               CASE WHEN status <> 'done' THEN 'a newer version had finished'
                    WHEN passages_embedded < passages
                    THEN format('completed with %s of %s passages', passages_embedded, passages)
                    ELSE 'completed' END AS reason
          FROM ended
         UNION ALL
        SELECT id, project, since, epoch, was, status, worker, 'newer_done',
               'a newer version is done'
          FROM outdated
      ), {removals}, {trail}\
      """;
}
