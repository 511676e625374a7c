package dev.tercet.storage.postgres.content;

import dev.tercet.saga.Claim;
import dev.tercet.saga.port.EntityStore;
import dev.tercet.storage.batch.GroupCommit;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.operation.Commits;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Entities and who mentions them. */
public final class PostgresEntityStore implements EntityStore {
  /** By type and key; an entity names at most 1,000 extractions, the newest first (S7). */
  private static final Query LIST =
      Query.of(
          """
          SELECT e.type, e.name, e.key, living.extractions[1:1000], living.mentions
            FROM entity e
           CROSS JOIN LATERAL (
                 SELECT array_agg(m.extraction ORDER BY m.extraction DESC) AS extractions,
                        sum(cardinality(m.ordinals)) AS mentions
                   FROM mention m
                   JOIN living_extraction l ON l.id = m.extraction
                  WHERE m.entity = e.id) AS living
           WHERE e.project = :project
             AND (:type = '' OR e.type = :type)
             AND (e.type, e.key) > (:after_type, :after_key)
             AND strpos(lower(e.name), :query) > 0
             AND living.mentions > 0
           ORDER BY e.type, e.key
           LIMIT :limit
          """);

  private final Database database;
  private final GroupCommit<LinkOperation.Linking, Boolean> link;

  public PostgresEntityStore(Database database, Commits commits) {
    this.database = database;
    link = commits.of(new LinkOperation());
  }

  private PostgresEntityStore(PostgresEntityStore writing, Database reads) {
    this.database = reads;
    link = writing.link;
  }

  /** The same entities, read through another database. */
  public EntityStore reading(Database reads) {
    return new PostgresEntityStore(this, reads);
  }

  @Override
  public boolean link(Claim claim, List<Mention> mentions) {
    return link.submit(new LinkOperation.Linking(claim, mentions));
  }

  @Override
  public List<Entity> list(UUID project, String type, String query, Place after, int limit) {
    return database.read(connection ->
        LIST.with("project", project)
            .with("type", type)
            .with("after_type", after.type())
            .with("after_key", after.key())
            .with("query", query.toLowerCase(Locale.ROOT))
            .with("limit", limit)
            .list(connection, PostgresEntityStore::entity));
  }

  private static Entity entity(ResultSet row) throws SQLException {
    Array extractions = row.getArray(4);
    return new Entity(
        Rows.text(row, 1),
        Rows.text(row, 2),
        Rows.text(row, 3),
        List.of((UUID[]) extractions.getArray()),
        row.getLong(5));
  }
}
