package dev.tercet.testkit.memory;

import dev.tercet.saga.Project;
import dev.tercet.saga.Status;
import dev.tercet.saga.id.EmbeddingId;
import dev.tercet.saga.port.DeadLetters;
import dev.tercet.testkit.check.Snapshot.Change;
import dev.tercet.testkit.memory.table.Row;
import dev.tercet.testkit.memory.table.SessionRow;
import dev.tercet.testkit.memory.table.Tables;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What has failed, by cause. */
final class InMemoryDeadLetters implements DeadLetters {
  private static final Comparator<Cause> ORDER =
      Comparator.comparing(Cause::project, EmbeddingId.ORDER)
          .thenComparing(Cause::code)
          .thenComparing(Cause::failureClass)
          .thenComparing(Cause::stage);

  private final Tables tables;

  InMemoryDeadLetters(Tables tables) {
    this.tables = tables;
  }

  @Override
  public GroupPage groups(Wanted wanted, @Nullable Cause after, int limit) {
    return tables.transact(() -> {
      Map<Cause, List<Row>> byCause =
          failed(wanted.tenant())
              .filter(row -> isWanted(row, wanted))
              .collect(
                  Collectors.groupingBy(
                      InMemoryDeadLetters::cause, () -> new TreeMap<>(ORDER), Collectors.toList()));
      List<Group> found =
          byCause.entrySet().stream()
              .filter(it -> after == null || ORDER.compare(it.getKey(), after) > 0)
              .limit(limit + 1L)
              .map(it -> group(it.getKey(), it.getValue(), wanted.examples()))
              .toList();
      return found.size() <= limit
          ? new GroupPage(found, null)
          : new GroupPage(found.subList(0, limit), found.get(limit - 1).cause());
    });
  }

  private Stream<Row> failed(String tenant) {
    return tables.rows.values().stream()
        .filter(row -> row.state().status() == Status.FAILED)
        .filter(row -> tables.isLiving(row.document().project()))
        .filter(row -> project(row.document().project()).tenant().equals(tenant));
  }

  private static boolean isWanted(Row row, Wanted wanted) {
    Cause cause = cause(row);
    Instant since = row.state().since();
    return (wanted.project() == null || wanted.project().equals(cause.project()))
        && (wanted.code() == null || wanted.code().equals(cause.code()))
        && (wanted.failureClass() == null || wanted.failureClass() == cause.failureClass())
        && (wanted.after() == null || !since.isBefore(wanted.after()))
        && (wanted.before() == null || since.isBefore(wanted.before()));
  }

  private static Cause cause(Row row) {
    var failure = Objects.requireNonNull(row.lastFailure());
    return new Cause(
        row.document().project(), failure.code(), failure.failureClass(), failure.stage());
  }

  private Group group(Cause cause, List<Row> rows, boolean examples) {
    List<Row> newestFirst =
        rows.stream()
            .sorted(
                Comparator.<Row, Instant>comparing(row -> row.state().since())
                    .reversed()
                    .thenComparing(Row::id, EmbeddingId.ORDER))
            .toList();
    return new Group(
        cause,
        slug(cause.project()),
        rows.size(),
        false,
        newestFirst.getLast().state().since(),
        newestFirst.getFirst().state().since(),
        examples ? newestFirst.stream().limit(EXAMPLES).map(this::letter).toList() : List.of());
  }

  private String slug(UUID project) {
    return project(project).slug();
  }

  private Project project(UUID project) {
    return Objects.requireNonNull(tables.projects.get(project));
  }

  private Letter letter(Row row) {
    String version =
        tables.audit.reversed().stream()
            .filter(change -> change.extraction().equals(row.id()) && change.to() == Status.FAILED)
            .findFirst()
            .map(Change::worker)
            .map(tables.sessions::get)
            .map(SessionRow::worker)
            .map(worker -> worker.version())
            .orElse(null);
    return new Letter(tables.extraction(row), slug(row.document().project()), version);
  }

  @Override
  public Optional<Letter> find(String tenant, UUID extraction) {
    return tables.transact(() ->
        Optional.ofNullable(tables.row(extraction))
            .filter(tables::visible)
            .filter(row -> project(row.document().project()).tenant().equals(tenant))
            .map(this::letter));
  }

  @Override
  public List<Exchange> exchanges(UUID project, UUID extraction, int limit) {
    return tables.transact(() ->
        tables
            .visible(project, extraction)
            .map(row ->
                tables.spend.exchanges(extraction, row.state().since()).stream()
                    .limit(limit)
                    .toList())
            .orElse(List.of()));
  }
}
