package dev.tercet.storage.postgres.content;

import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.MadeWith;
import dev.tercet.saga.Passage;
import dev.tercet.saga.Stage;
import dev.tercet.storage.postgres.jdbc.Columns;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.operation.BatchOperation;
import dev.tercet.storage.postgres.operation.Guards;
import dev.tercet.storage.postgres.operation.SqlPieces;
import dev.tercet.storage.postgres.operation.StatusChanges;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Records passages whose points are confirmed, with the progress of their claims. */
public final class RecordOperation implements BatchOperation<RecordOperation.Recording, Boolean> {
  /** What one claim has to record. */
  record Recording(
      Claim claim,
      Set<MadeWith> madeWith,
      List<Passage> passages,
      Stage stage,
      Extraction.PassageCount progress) {}

  /**
   * What the facts of some passages before were extracted with, and nobody noted, stays unknown.
   */
  public static final String RECORD =
      SqlPieces.in(
          """
          WITH held AS (
            UPDATE extraction e
               SET stage = greatest(e.stage, i.stage::extraction_stage),
                   crashes = CASE WHEN i.stage::extraction_stage > e.stage THEN 0 ELSE e.crashes END,
                   passages = i.passages, passages_extracted = i.extracted,
                   passages_embedded = i.embedded,
                   cut = coalesce((SELECT nullif(w.cut, '') FROM worker_session w WHERE w.id = i.session),
                                  e.cut),
                   made_with = CASE WHEN e.made_with IS NOT NULL OR e.passages_embedded = 0
                                    THEN coalesce(e.made_with, '{}')
                                         || ARRAY (SELECT m
                                                     FROM unnest(string_to_array(i.made_with, E'\\x1e')) AS m
                                                    WHERE m <> ALL (coalesce(e.made_with, '{}')))
                               END,
                   deadline = clock_timestamp() + e.attempt_timeout_ms * interval '1 millisecond'
              FROM unnest(?::uuid[], ?::bigint[], ?::uuid[], ?::text[], ?::integer[], ?::integer[],
                          ?::integer[], ?::text[])
                   AS i(id, epoch, session, stage, passages, extracted, embedded, made_with)
             WHERE e.id = i.id
               AND e.status::text = 'processing'
               AND e.epoch = i.epoch
               AND e.session = i.session
            RETURNING e.id
          ), {passages}
          SELECT id FROM held
          """,
          Map.of("passages", PassageRows.WRITTEN));

  @Override
  public String name() {
    return "record";
  }

  @Override
  public Object key(Recording item) {
    return item.claim().extraction();
  }

  @Override
  public long bytes(Recording item) {
    return PassageRows.bytes(item.passages());
  }

  @Override
  public List<Boolean> write(Connection connection, List<Recording> batch, StatusChanges changes)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(RECORD)) {
      Columns<Recording> claims =
          Guards.bind(statement, batch, Recording::claim)
              .texts(it -> it.stage().label())
              .integers(it -> it.progress().total())
              .integers(it -> it.progress().extracted())
              .integers(it -> it.progress().embedded())
              .texts(it -> MadeWith.written(it.madeWith()));
      List<Passage> passages = batch.stream().flatMap(it -> it.passages().stream()).toList();
      PassageRows.bind(claims.then(passages));
      Map<UUID, Boolean> held = Rows.byId(statement, _ -> true);
      return batch.stream().map(it -> held.containsKey(it.claim().extraction())).toList();
    }
  }
}
