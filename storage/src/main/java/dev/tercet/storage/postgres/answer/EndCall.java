package dev.tercet.storage.postgres.answer;

import dev.tercet.saga.SavedAnswer;
import dev.tercet.saga.port.AnswerStore.Verdict;
import dev.tercet.storage.postgres.jdbc.Columns;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.operation.BatchOperation;
import dev.tercet.storage.postgres.operation.StatusChanges;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Saves how calls ended, and their valid answers unless a first one is there already. */
public final class EndCall implements BatchOperation<EndedCall, Optional<SavedAnswer>> {
  /**
   * The lock on the project's row keeps its tombstone out until the commit, and the one on the
   * extraction its removal; nothing of a deleted document is kept, whenever its answer arrives
   * (S11), unless another document uses it, which is locked instead, or passed by while its removal
   * ends. A call that was seen to end stays as it is. Of a deleted project nothing is kept but what
   * its call took, in the row that is there. An answer that is there is locked, too: a removal
   * either waits, and then sees the use, or has taken it away, and then this one is kept.
   */
  public static final String END =
      """
      WITH living AS MATERIALIZED (
        SELECT p.id
          FROM project p
         WHERE p.id = ANY (?::uuid[])
           AND p.deleted_at IS NULL
         ORDER BY p.id
           FOR KEY SHARE
      ), asking AS MATERIALIZED (
        SELECT e.id
          FROM extraction e
         WHERE e.id = ANY (?::uuid[])
           AND e.status::text <> 'deleting'
         ORDER BY e.id
           FOR KEY SHARE
      ), given AS MATERIALIZED (
        SELECT *
          FROM unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::bigint[], ?::integer[], ?::text[],
                      ?::text[], ?::bytea[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[],
                      ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::text[],
                      ?::boolean[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                      ?::text[], ?::text[], ?::text[])
               AS i(extraction, id, project, epoch, ordinal, provider, model, fingerprint, verdict,
                    calls, input_tokens, output_tokens, cached_tokens, written_tokens,
                    reasoning_tokens, cost_nanos, currency, price_version, inside, reason, raw,
                    fault, repaired, dropped, facts, code, message)
      ), input AS MATERIALIZED (
        SELECT g.*, k.id IS NOT NULL AS kept
          FROM given g
          JOIN living l ON l.id = g.project
          LEFT JOIN asking k ON k.id = g.extraction
      ), unkept AS (
        UPDATE model_call c
           SET verdict = g.verdict::call_verdict, calls = g.calls, input_tokens = g.input_tokens,
               output_tokens = g.output_tokens, cached_tokens = g.cached_tokens,
               written_tokens = g.written_tokens, reasoning_tokens = g.reasoning_tokens,
               cost_nanos = g.cost_nanos,
               currency = g.currency, price_version = g.price_version,
               ended_at = clock_timestamp(), reason = g.reason
          FROM given g
         WHERE c.extraction = g.extraction
           AND c.id = g.id
           AND (g.project IN (SELECT l.id FROM living l)) IS NOT TRUE
           AND (c.ended_at IS NULL OR c.verdict::text = 'unknown')
      ), calls AS (
        INSERT INTO model_call AS c
               (extraction, id, project, epoch, started_at, ordinal, provider, model, fingerprint,
                verdict, calls, input_tokens, output_tokens, cached_tokens, written_tokens,
                reasoning_tokens, cost_nanos, currency, price_version, inside, ended_at, reason,
                raw, fault, repaired, dropped)
        SELECT extraction, id, project, epoch, clock_timestamp(), ordinal, provider, model,
               fingerprint, verdict::call_verdict, calls, input_tokens, output_tokens,
               cached_tokens, written_tokens, reasoning_tokens, cost_nanos, currency,
               price_version, inside, clock_timestamp(), reason, CASE WHEN kept THEN raw END,
               fault, repaired,
               CASE WHEN kept THEN dropped::json END
          FROM input
         ORDER BY extraction, id
        ON CONFLICT (extraction, id) DO UPDATE
           SET verdict = excluded.verdict, calls = excluded.calls,
               input_tokens = excluded.input_tokens, output_tokens = excluded.output_tokens,
               cached_tokens = excluded.cached_tokens, written_tokens = excluded.written_tokens,
               reasoning_tokens = excluded.reasoning_tokens, cost_nanos = excluded.cost_nanos,
               currency = excluded.currency, price_version = excluded.price_version,
               ended_at = excluded.ended_at, reason = excluded.reason, raw = excluded.raw,
               fault = excluded.fault, repaired = excluded.repaired, dropped = excluded.dropped
         WHERE c.ended_at IS NULL OR c.verdict::text = 'unknown'
      ), refused AS (
        INSERT INTO refused_question AS r (extraction, ended_at, fingerprint, code, message)
        SELECT DISTINCT ON (extraction, fingerprint) extraction, clock_timestamp(), fingerprint, code, message
          FROM input
         WHERE code IS NOT NULL
           AND kept
         ORDER BY extraction, fingerprint
        ON CONFLICT (extraction, fingerprint) DO UPDATE
           SET ended_at = excluded.ended_at, code = excluded.code, message = excluded.message
      ), noted AS (
        INSERT INTO answer_use (extraction, project, fingerprint)
        SELECT extraction, project, fingerprint
          FROM input
         WHERE facts IS NOT NULL
           AND kept
         ORDER BY extraction, fingerprint
        ON CONFLICT (extraction, fingerprint) DO NOTHING
      ), others AS MATERIALIZED (
        SELECT i.project, i.fingerprint, i.facts
          FROM input i
         CROSS JOIN LATERAL (
               SELECT e.id
                 FROM answer_use u
                 JOIN extraction e ON e.id = u.extraction AND e.status::text <> 'deleting'
                WHERE u.project = i.project
                  AND u.fingerprint = i.fingerprint
                LIMIT 1
                  FOR KEY SHARE OF e SKIP LOCKED) AS other
         WHERE i.facts IS NOT NULL
           AND NOT i.kept
      ), valid AS (
        SELECT project, fingerprint, facts FROM input WHERE facts IS NOT NULL AND kept
        UNION ALL
        SELECT project, fingerprint, facts FROM others
      )
      INSERT INTO answer AS a (project, fingerprint, facts)
      SELECT DISTINCT ON (project, fingerprint) project, fingerprint, facts::json
        FROM valid
       ORDER BY project, fingerprint
      ON CONFLICT (project, fingerprint) DO UPDATE
         SET facts = a.facts
       WHERE false
      RETURNING project, fingerprint, facts
      """;

  @Override
  public String name() {
    return "end-call";
  }

  @Override
  public boolean isTransaction() {
    return true;
  }

  @Override
  public Object key(EndedCall item) {
    return item.call().id();
  }

  @Override
  public long bytes(EndedCall item) {
    return switch (item.verdict()) {
      case Verdict.Valid(var facts, _, var dropped) -> facts.length() + dropped.told().length();
      case Verdict.Invalid(_, var raw) -> Math.min(raw.length(), EndedCall.LONGEST_RAW);
      case Verdict.Cut(_, var raw) -> Math.min(raw.length(), EndedCall.LONGEST_RAW);
      case Verdict.Broken _, Verdict.Refused _ -> 0;
    };
  }

  /** What was not inserted is read by a new statement, which sees whose answer was first. */
  @Override
  public List<Optional<SavedAnswer>> write(
      Connection connection, List<EndedCall> batch, StatusChanges changes) throws SQLException {
    Map<FindAnswers.Wanted, SavedAnswer> answers = new HashMap<>(insert(connection, batch));
    QuestionLeases.free(connection, batch.stream().map(EndedCall::call).toList());
    List<FindAnswers.Wanted> others =
        batch.stream()
            .map(EndedCall::wanted)
            .filter(it -> !answers.containsKey(it))
            .distinct()
            .toList();
    if (!others.isEmpty()) {
      answers.putAll(FindAnswers.find(connection, others));
    }
    return batch.stream().map(it -> Optional.ofNullable(answers.get(it.wanted()))).toList();
  }

  private static Map<FindAnswers.Wanted, SavedAnswer> insert(
      Connection connection, List<EndedCall> batch) throws SQLException {
    List<EndedCall> sorted =
        batch.stream().sorted(Comparator.comparing(it -> it.call().fingerprint())).toList();
    try (PreparedStatement statement = connection.prepareStatement(END)) {
      Object[] projects = batch.stream().map(it -> it.call().project()).distinct().toArray();
      Object[] extractions = batch.stream().map(it -> it.call().extraction()).distinct().toArray();
      statement.setArray(1, connection.createArrayOf("uuid", projects));
      statement.setArray(2, connection.createArrayOf("uuid", extractions));
      StartCall.bind(Columns.from(statement, 3, sorted.stream().map(EndedCall::call).toList()))
          .then(sorted)
          .texts(EndedCall::label)
          .longs(it -> it.usage().calls())
          .longs(it -> it.usage().inputTokens())
          .longs(it -> it.usage().outputTokens())
          .longs(it -> it.usage().cachedTokens())
          .longs(it -> it.usage().writtenTokens())
          .longs(it -> it.usage().reasoningTokens())
          .longsOrNull(EndedCall::costNanos)
          .texts(EndedCall::currency)
          .texts(EndedCall::priceVersion)
          .booleans(EndedCall::isInside)
          .texts(EndedCall::reason)
          .texts(EndedCall::raw)
          .texts(EndedCall::fault)
          .texts(EndedCall::repaired)
          .texts(EndedCall::dropped)
          .texts(EndedCall::facts)
          .texts(EndedCall::refusedCode)
          .texts(EndedCall::refusedMessage);
      Map<FindAnswers.Wanted, SavedAnswer> inserted = new HashMap<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          SavedAnswer answer = FindAnswers.answer(row);
          inserted.put(new FindAnswers.Wanted(Rows.uuid(row, 1), answer.fingerprint()), answer);
        }
      }
      return inserted;
    }
  }
}
