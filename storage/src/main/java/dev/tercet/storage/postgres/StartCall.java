package dev.tercet.storage.postgres;

import dev.tercet.saga.ModelCall;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Notes calls of living projects before they are sent, and says which are. The lock keeps the
 * tombstone out until the commit, so that no row comes after it.
 */
final class StartCall implements Operation<ModelCall, Boolean> {
  private static final String START =
      """
      WITH living AS MATERIALIZED (
        SELECT p.id
          FROM project p
         WHERE p.id = ANY (?::uuid[])
           AND p.deleted_at IS NULL
         ORDER BY p.id
           FOR KEY SHARE
      ), input AS MATERIALIZED (
        SELECT i.*
          FROM unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::bigint[], ?::integer[], ?::text[],
                      ?::text[], ?::bytea[])
               AS i(extraction, id, project, epoch, ordinal, provider, model, fingerprint)
          JOIN living l ON l.id = i.project
      ), calls AS (
        INSERT INTO model_call
               (extraction, id, project, epoch, started_at, ordinal, provider, model, fingerprint)
        SELECT extraction, id, project, epoch, clock_timestamp(), ordinal, provider, model,
               fingerprint
          FROM input
        ON CONFLICT (extraction, id) DO NOTHING
      )
      SELECT DISTINCT project FROM input
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
    Set<UUID> living = new HashSet<>();
    try (PreparedStatement statement = connection.prepareStatement(START)) {
      Object[] projects = batch.stream().map(ModelCall::project).distinct().toArray();
      statement.setArray(1, connection.createArrayOf("uuid", projects));
      bind(Columns.from(statement, 2, batch));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          living.add(Rows.uuid(row, 1));
        }
      }
    }
    return batch.stream().map(it -> living.contains(it.project())).toList();
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
