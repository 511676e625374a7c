package dev.tercet.storage.postgres.content;

import dev.tercet.saga.Claim;
import dev.tercet.saga.port.EntityStore.Mention;
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
import java.util.UUID;

/** Links entities, sorted by their derived ids, and passes the checkpoint {@code linked}. */
public final class LinkOperation implements BatchOperation<LinkOperation.Linking, Boolean> {
  /** The entities of one claim. */
  record Linking(Claim claim, List<Mention> mentions) {}

  /** Passes the checkpoint of the claims that are still held, and links their entities. */
  public static final String LINK =
      SqlPieces.in(
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
          ), {links}
          SELECT id FROM held
          """,
          Map.of("links", EntityLink.LINKED));

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
    Map<UUID, Boolean> linked = link(connection, batch, links);
    HeldEntities.hold(
        connection, links.stream().filter(it -> linked.containsKey(it.extraction())).toList());
    return batch.stream().map(it -> linked.containsKey(it.claim().extraction())).toList();
  }

  private static Map<UUID, Boolean> link(
      Connection connection, List<Linking> batch, List<EntityLink> links) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LINK)) {
      EntityLink.bind(Guards.bind(statement, batch, Linking::claim).then(links));
      return Rows.byId(statement, _ -> true);
    }
  }
}
