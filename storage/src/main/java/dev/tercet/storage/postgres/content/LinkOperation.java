package dev.tercet.storage.postgres.content;

import dev.tercet.saga.Claim;
import dev.tercet.saga.port.EntityStore.Mention;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.operation.BatchOperation;
import dev.tercet.storage.postgres.operation.Guards;
import dev.tercet.storage.postgres.operation.StatusChanges;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Links entities, sorted by their derived ids, and passes the checkpoint {@code linked}. An entity
 * that existed may just be going, since nothing mentioned it: it is locked before the commit, and
 * made anew if it has gone.
 */
public final class LinkOperation implements BatchOperation<LinkOperation.Linking, Boolean> {
  /** The entities of one claim. */
  record Linking(Claim claim, List<Mention> mentions) {}

  /** The first name under which an entity was met stays its name. */
  public static final String LINK =
      """
      WITH held AS (
        UPDATE extraction e
           SET stage = greatest(e.stage, 'linked'),
               crashes = CASE WHEN e.stage < 'linked' THEN 0 ELSE e.crashes END,
               deadline = clock_timestamp() + e.attempt_timeout_ms * interval '1 millisecond'
          FROM unnest(?::uuid[], ?::bigint[], ?::uuid[]) AS i(id, epoch, session)
         WHERE e.id = i.id
           AND e.status::text = 'processing'
           AND e.epoch = i.epoch
           AND e.session = i.session
        RETURNING e.id
      ), link AS MATERIALIZED (
        SELECT *
          FROM unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[])
               AS l(entity, project, extraction, type, key, name, ordinals)
         WHERE l.extraction = ANY (ARRAY (SELECT id FROM held))
      ), entities AS (
        INSERT INTO entity (id, project, type, key, name)
        SELECT entity, project, type, key, name FROM link ORDER BY entity
        ON CONFLICT (id) DO NOTHING
      ), mentions AS (
        INSERT INTO mention (entity, extraction, ordinals)
        SELECT entity, extraction, ordinals::integer[] FROM link ORDER BY entity, extraction
        ON CONFLICT (entity, extraction) DO UPDATE SET ordinals = excluded.ordinals
         WHERE mention.ordinals <> excluded.ordinals
      )
      SELECT id FROM held
      """;

  private static final String HOLD =
      """
      SELECT id
        FROM entity
       WHERE id = ANY (?::uuid[])
       ORDER BY id
         FOR KEY SHARE
      """;

  @Override
  public String name() {
    return "link";
  }

  @Override
  public boolean isTransaction() {
    return true;
  }

  @Override
  public Object key(Linking item) {
    return item.claim().extraction();
  }

  @Override
  public long bytes(Linking item) {
    return item.mentions().size() * 200L;
  }

  @Override
  public List<Boolean> write(Connection connection, List<Linking> batch, StatusChanges changes)
      throws SQLException {
    List<EntityLink> links =
        batch.stream().flatMap(it -> EntityLink.of(it.claim(), it.mentions()).stream()).toList();
    Map<UUID, Boolean> held = link(connection, batch, links);
    while (!holds(connection, links, held)) {
      held = link(connection, batch, links);
    }
    Map<UUID, Boolean> linked = held;
    return batch.stream().map(it -> linked.containsKey(it.claim().extraction())).toList();
  }

  private static Map<UUID, Boolean> link(
      Connection connection, List<Linking> batch, List<EntityLink> links) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LINK)) {
      Guards.bind(statement, batch, Linking::claim)
          .then(links)
          .uuids(EntityLink::entity)
          .uuids(EntityLink::project)
          .uuids(EntityLink::extraction)
          .texts(EntityLink::type)
          .texts(EntityLink::key)
          .texts(EntityLink::name)
          .texts(EntityLink::ordinalArray);
      return Rows.byId(statement, _ -> true);
    }
  }

  /** Whether every entity that was linked is there, and stays until the commit. */
  private static boolean holds(
      Connection connection, List<EntityLink> links, Map<UUID, Boolean> linked)
      throws SQLException {
    Set<UUID> wanted =
        links.stream()
            .filter(it -> linked.containsKey(it.extraction()))
            .map(EntityLink::entity)
            .collect(Collectors.toSet());
    if (wanted.isEmpty()) {
      return true;
    }
    try (PreparedStatement statement = connection.prepareStatement(HOLD)) {
      statement.setArray(1, connection.createArrayOf("uuid", wanted.toArray()));
      return Rows.list(statement, row -> Rows.uuid(row, 1)).size() == wanted.size();
    }
  }
}
