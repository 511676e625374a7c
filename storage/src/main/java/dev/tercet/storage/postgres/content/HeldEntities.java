package dev.tercet.storage.postgres.content;

import dev.tercet.storage.postgres.jdbc.Columns;
import dev.tercet.storage.postgres.jdbc.Rows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Holds the entities that a transaction has linked until its commit. One that was there may just be
 * going, since nothing mentioned it: it is locked, and made anew if it has gone.
 */
public final class HeldEntities {
  private static final String HOLD =
      """
      SELECT id
        FROM entity
       WHERE id = ANY (?::uuid[])
       ORDER BY id
         FOR KEY SHARE
      """;

  private static final String AGAIN =
      """
      INSERT INTO entity (id, project, type, key, name)
      SELECT entity, project, type, key, name
        FROM unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::text[])
             AS l(entity, project, type, key, name)
       ORDER BY entity
      ON CONFLICT (id) DO NOTHING
      """;

  private HeldEntities() {}

  /** Locks every entity of these links until the commit, and makes anew what has gone. */
  public static void hold(Connection connection, List<EntityLink> links) throws SQLException {
    Map<UUID, EntityLink> wanted = new HashMap<>();
    links.forEach(it -> wanted.putIfAbsent(it.entity(), it));
    List<EntityLink> gone = gone(connection, wanted);
    while (!gone.isEmpty()) {
      make(connection, gone);
      gone = gone(connection, wanted);
    }
  }

  private static List<EntityLink> gone(Connection connection, Map<UUID, EntityLink> wanted)
      throws SQLException {
    if (wanted.isEmpty()) {
      return List.of();
    }
    try (PreparedStatement statement = connection.prepareStatement(HOLD)) {
      statement.setArray(1, connection.createArrayOf("uuid", wanted.keySet().toArray()));
      Set<UUID> held = Set.copyOf(Rows.list(statement, row -> Rows.uuid(row, 1)));
      return wanted.values().stream().filter(it -> !held.contains(it.entity())).toList();
    }
  }

  private static void make(Connection connection, List<EntityLink> gone) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(AGAIN)) {
      Columns.of(statement, gone)
          .uuids(EntityLink::entity)
          .uuids(EntityLink::project)
          .texts(EntityLink::type)
          .texts(EntityLink::key)
          .texts(EntityLink::name);
      statement.executeUpdate();
    }
  }
}
