package dev.tercet.storage.postgres;

import dev.tercet.saga.ModelCall;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Notes calls before they are sent. */
final class StartCall implements Operation<ModelCall, Boolean> {
  private static final String START =
      """
      INSERT INTO model_call
             (extraction, id, project, epoch, started_at, ordinal, provider, model, fingerprint)
      SELECT i.extraction, i.id, i.project, i.epoch, clock_timestamp(), i.ordinal, i.provider,
             i.model, i.fingerprint
        FROM unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::bigint[], ?::integer[], ?::text[],
                    ?::text[], ?::bytea[])
             AS i(extraction, id, project, epoch, ordinal, provider, model, fingerprint)
        JOIN project p ON p.id = i.project AND p.deleted_at IS NULL
      ON CONFLICT (extraction, id) DO NOTHING
      """;

  @Override
  public String name() {
    return "start-call";
  }

  @Override
  public Object key(ModelCall item) {
    return item.id();
  }

  @Override
  public List<Boolean> write(Connection connection, List<ModelCall> batch, Moves moves)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(START)) {
      bind(Columns.of(statement, batch));
      statement.executeUpdate();
    }
    return batch.stream().map(_ -> true).toList();
  }

  /** Binds what is known of a call before it is sent. */
  static Columns<ModelCall> bind(Columns<ModelCall> calls) throws SQLException {
    return calls
        .uuids(ModelCall::extraction)
        .uuids(ModelCall::id)
        .uuids(ModelCall::project)
        .longs(ModelCall::epoch)
        .integers(ModelCall::ordinal)
        .texts(ModelCall::provider)
        .texts(ModelCall::model)
        .fingerprints(ModelCall::fingerprint);
  }
}
