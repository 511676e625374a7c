package dev.tercet.storage.postgres.project;

import dev.tercet.saga.Project;
import dev.tercet.saga.Status;
import dev.tercet.saga.Usage;
import dev.tercet.saga.port.ProjectStore;
import dev.tercet.saga.text.StorableText;
import dev.tercet.storage.batch.GroupCommit;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.operation.Commits;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Projects and their tombstones. */
public final class PostgresProjectStore implements ProjectStore {
  /** No row comes back when nothing differs, as JSON. */
  private static final Query PUT =
      Query.of(
          """
          INSERT INTO project AS p (tenant, slug, schema, options)
          VALUES (:tenant, :slug, :schema::json, :options::json)
          ON CONFLICT (tenant, slug, coalesce(deleted_at, 'infinity')) DO UPDATE
             SET schema = excluded.schema, options = excluded.options, version = p.version + 1
           WHERE p.schema::jsonb <> excluded.schema::jsonb
              OR p.options::jsonb <> excluded.options::jsonb
          RETURNING p.id, p.tenant, p.slug, p.schema, p.options, p.version, p.created_at, old.id IS NULL
          """);

  /** Waits for those who are accepting and answering: they hold the row until their commit. */
  private static final Query LOCK =
      Query.of("SELECT deleted_at FROM project WHERE id = :id FOR UPDATE");

  private static final Query TOMBSTONE =
      Query.of(
          "UPDATE project SET deleted_at = clock_timestamp() WHERE id = :id AND deleted_at IS NULL");

  private final Database database;
  private final Database reads;
  private final ProjectRepository projects;
  private final ProjectRepository readProjects;
  private final GroupCommit<FindProjects.Name, Optional<Project>> find;
  private final StatusCounts counts;
  private final ComparedSince verified;

  public PostgresProjectStore(Database database, Database reads, Commits commits) {
    this.database = database;
    this.reads = reads;
    projects = database.repository(ProjectRepository.class);
    readProjects = reads.repository(ProjectRepository.class);
    find = commits.of(new FindProjects());
    counts = new StatusCounts(database, reads);
    verified = new ComparedSince(reads);
  }

  @Override
  public Put put(String tenant, String slug, String schema, String options) {
    var name = new FindProjects.Name(tenant, slug);
    Optional<Put> put = Optional.empty();
    while (put.isEmpty()) { // ends unless the project is deleted between the two statements, again
      put =
          database.repeatable(connection -> {
            Optional<Put> changed = changed(connection, tenant, slug, schema, options);
            return changed.isPresent()
                ? changed
                : Optional.ofNullable(FindProjects.find(connection, List.of(name)).get(name))
                    .map(Put.Updated::new);
          });
    }
    return put.get();
  }

  private static Optional<Put> changed(
      Connection connection, String tenant, String slug, String schema, String options)
      throws SQLException {
    return PUT.with("tenant", StorableText.required(tenant))
        .with("slug", slug)
        .with("schema", StorableText.required(schema))
        .with("options", StorableText.required(options))
        .first(connection, PostgresProjectStore::put);
  }

  private static Put put(ResultSet row) throws SQLException {
    Project project = ProjectRow.projectAt(row, 1);
    return row.getBoolean(8) ? new Put.Created(project) : new Put.Updated(project);
  }

  @Override
  public Optional<Project> find(String tenant, String slug) {
    return find.submit(new FindProjects.Name(tenant, slug));
  }

  @Override
  public Optional<Project> find(UUID id) {
    return projects.findById(id).map(ProjectRow::project);
  }

  @Override
  public List<Project> list(String tenant, String afterSlug, int limit) {
    return readProjects.listLiving(tenant, afterSlug, limit).stream()
        .map(ProjectRow::project)
        .toList();
  }

  @Override
  public Map<Status, Long> counts(UUID project) {
    return counts.of(project);
  }

  @Override
  public Map<Status, Long> totals() {
    return counts.totals();
  }

  @Override
  public @Nullable Instant verifiedThrough(UUID project) {
    return verified.through(project);
  }

  @Override
  public Usage usage(UUID project) {
    return Spending.of(reads, project);
  }

  @Override
  public Optional<Project> findDeleted(String tenant, String slug) {
    return projects.findDeleted(tenant, slug).map(ProjectRow::project);
  }

  @Override
  public boolean delete(UUID project) {
    return database.repeatable(connection -> {
      LOCK.with("id", project).list(connection, _ -> true);
      return TOMBSTONE.with("id", project).update(connection) == 1;
    });
  }
}
