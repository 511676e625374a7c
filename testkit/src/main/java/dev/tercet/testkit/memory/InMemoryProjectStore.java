package dev.tercet.testkit.memory;

import dev.tercet.saga.Project;
import dev.tercet.saga.Status;
import dev.tercet.saga.Usage;
import dev.tercet.saga.port.ProjectStore;
import dev.tercet.testkit.memory.table.RefusedByPostgres;
import dev.tercet.testkit.memory.table.Row;
import dev.tercet.testkit.memory.table.Tables;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Projects and their tombstones. */
final class InMemoryProjectStore implements ProjectStore {
  private final Tables tables;

  InMemoryProjectStore(Tables tables) {
    this.tables = tables;
  }

  @Override
  public Put put(String tenant, String slug, String schema, String options) {
    RefusedByPostgres.json(schema);
    RefusedByPostgres.json(options);
    return tables.transact(() ->
        living(tenant, slug)
            .<Put>map(existing -> new Put.Updated(updated(existing, schema, options)))
            .orElseGet(() -> new Put.Created(created(tenant, slug, schema, options))));
  }

  private Project created(String tenant, String slug, String schema, String options) {
    return keep(new Project(UUID.randomUUID(), tenant, slug, schema, options, 1, tables.now()));
  }

  private Project updated(Project existing, String schema, String options) {
    boolean same =
        RefusedByPostgres.json(existing.schema()).equals(RefusedByPostgres.json(schema))
            && RefusedByPostgres.json(existing.options()).equals(RefusedByPostgres.json(options));
    return same
        ? existing
        : keep(
            new Project(
                existing.id(),
                existing.tenant(),
                existing.slug(),
                schema,
                options,
                existing.version() + 1,
                existing.createdAt()));
  }

  private Project keep(Project project) {
    tables.projects.put(project.id(), project);
    return project;
  }

  @Override
  public Optional<Project> find(String tenant, String slug) {
    return tables.transact(() -> living(tenant, slug));
  }

  private Optional<Project> living(String tenant, String slug) {
    return tables.projects.values().stream()
        .filter(project -> project.tenant().equals(tenant) && project.slug().equals(slug))
        .filter(project -> tables.isLiving(project.id()))
        .findAny();
  }

  @Override
  public @Nullable Instant verifiedThrough(UUID project) {
    return new InMemoryCollections(tables).verifiedThrough(project);
  }

  @Override
  public Usage usage(UUID project) {
    return tables.transact(() -> tables.spend.ofProject(project));
  }

  @Override
  public Optional<Project> findDeleted(String tenant, String slug) {
    return tables.transact(() ->
        tables.deletedProjects.reversed().stream()
            .flatMap(id -> Stream.ofNullable(tables.projects.get(id)))
            .filter(project -> project.tenant().equals(tenant) && project.slug().equals(slug))
            .findFirst());
  }

  @Override
  public Optional<Project> find(UUID id) {
    return tables.transact(() -> Optional.ofNullable(tables.projects.get(id)));
  }

  @Override
  public List<Project> list(String tenant, String afterSlug, int limit) {
    return tables.transact(() ->
        tables.projects.values().stream()
            .filter(project -> project.tenant().equals(tenant))
            .filter(project -> tables.isLiving(project.id()))
            .filter(project -> project.slug().compareTo(afterSlug) > 0)
            .sorted(Comparator.comparing(Project::slug))
            .limit(limit)
            .toList());
  }

  @Override
  public Map<Status, Long> counts(UUID project) {
    return tables.transact(() -> counted(ofProject(project).stream()));
  }

  @Override
  public Map<Status, Long> totals() {
    return tables.transact(() -> counted(tables.rows.values().stream()));
  }

  private static Map<Status, Long> counted(Stream<Row> rows) {
    Map<Status, Long> counts = new EnumMap<>(Status.class);
    for (Status status : Status.values()) {
      counts.put(status, 0L);
    }
    rows.forEach(row -> counts.merge(row.state().status(), 1L, Long::sum));
    return counts;
  }

  @Override
  public boolean delete(UUID project) {
    return tables.transact(
        () -> tables.projects.containsKey(project) && tables.deletedProjects.add(project));
  }

  private List<Row> ofProject(UUID project) {
    return tables.rows.values().stream()
        .filter(row -> row.document().project().equals(project))
        .toList();
  }
}
