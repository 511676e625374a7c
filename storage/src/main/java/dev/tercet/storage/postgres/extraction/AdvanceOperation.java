package dev.tercet.storage.postgres.extraction;

import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Stage;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.operation.BatchOperation;
import dev.tercet.storage.postgres.operation.Guards;
import dev.tercet.storage.postgres.operation.StatusChanges;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Notes progress and renews deadlines; a heap-only update, since no index knows these columns. */
public final class AdvanceOperation implements BatchOperation<AdvanceOperation.Advance, Boolean> {
  /** One claim's progress. */
  record Advance(
      Claim claim, Stage stage, Extraction.PassageCount passages, Duration attemptTimeout) {}

  public static final String ADVANCE =
      """
      UPDATE extraction e
         SET stage = greatest(e.stage, i.stage::extraction_stage),
             crashes = CASE WHEN i.stage::extraction_stage > e.stage THEN 0 ELSE e.crashes END,
             passages = i.passages, passages_extracted = i.extracted, passages_embedded = i.embedded,
             deadline = clock_timestamp() + i.timeout * interval '1 millisecond',
             attempt_timeout_ms = i.timeout
        FROM unnest(?::uuid[], ?::bigint[], ?::uuid[], ?::text[], ?::integer[], ?::integer[],
                    ?::integer[], ?::integer[])
             AS i(id, epoch, session, stage, passages, extracted, embedded, timeout)
       WHERE e.id = i.id
         AND e.status::text = 'processing'
         AND e.epoch = i.epoch
         AND e.session = i.session
      RETURNING e.id
      """;

  @Override
  public String name() {
    return "advance";
  }

  @Override
  public Object key(Advance item) {
    return item.claim().extraction();
  }

  @Override
  public List<Boolean> write(Connection connection, List<Advance> batch, StatusChanges changes)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ADVANCE)) {
      Guards.bind(statement, batch, Advance::claim)
          .texts(it -> it.stage().label())
          .integers(it -> it.passages().total())
          .integers(it -> it.passages().extracted())
          .integers(it -> it.passages().embedded())
          .milliseconds(Advance::attemptTimeout);
      Map<UUID, Boolean> advanced = Rows.byId(statement, _ -> true);
      return batch.stream().map(it -> advanced.containsKey(it.claim().extraction())).toList();
    }
  }
}
