package dev.tercet.storage.postgres.content;

import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.jdbc.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The end of mentions, and of the entities that nothing mentions any more. */
public final class MentionDeletion {
  private static final Query FORGET =
      Query.of(
          """
          DELETE FROM mention
           WHERE extraction = ANY (:extractions::uuid[])
          RETURNING entity
          """);

  /**
   * Whoever links one of them holds it until its mention has committed, and is not waited for: what
   * is passed over is mentioned, or found later.
   */
  private static final Query LOCK =
      Query.of(
          """
          SELECT id
            FROM entity
           WHERE id = ANY (:entities::uuid[])
           ORDER BY id
             FOR UPDATE SKIP LOCKED
          """);

  private static final Query DROP =
      Query.of(
          """
          DELETE FROM entity n
           WHERE n.id = ANY (:entities::uuid[])
             AND NOT EXISTS (SELECT FROM mention m WHERE m.entity = n.id)
          """);

  private MentionDeletion() {}

  /** Drops what these extractions mention; returns how many mentions there were. */
  public static int forget(Connection connection, Collection<UUID> extractions)
      throws SQLException {
    List<UUID> entities =
        FORGET.with("extractions", extractions).list(connection, row -> Rows.uuid(row, 1));
    dropUnmentioned(connection, entities);
    return entities.size();
  }

  /** Drops those of the entities that nothing mentions; returns how many. */
  public static int dropUnmentioned(Connection connection, Collection<UUID> entities)
      throws SQLException {
    if (entities.isEmpty()) {
      return 0;
    }
    List<UUID> locked =
        LOCK.with("entities", Set.copyOf(entities)).list(connection, row -> Rows.uuid(row, 1));
    return DROP.with("entities", locked).update(connection);
  }
}
