package dev.tercet.storage.postgres.bulk;

import dev.tercet.saga.FailureClass;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Usage;
import dev.tercet.saga.port.DeadLetters;
import dev.tercet.storage.postgres.extraction.ExtractionQueries;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.jdbc.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Dead letters, each read a few look-ups in the index of causes. */
public final class PostgresDeadLetters implements DeadLetters {
  private static final UUID LOWEST = new UUID(0, 0);
  private static final UUID HIGHEST = new UUID(-1, -1);

  /** Later than anything has failed. */
  private static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

  private final Database database;

  public PostgresDeadLetters(Database database) {
    this.database = database;
  }

  /** A cause that stands in the ledger. */
  private record Known(Cause cause, String slug, boolean wanted) {}

  /** How many letters it has. */
  private record Counted(long count, @Nullable Instant first, @Nullable Instant last) {}

  @Override
  public GroupPage groups(Wanted wanted, @Nullable Cause after, int limit) {
    List<Known> causes = causes(wanted, after);
    List<Group> groups = new ArrayList<>();
    long counted = 0;
    for (Known known : causes) {
      if (groups.size() == limit || counted >= MOST_ON_PAGE) {
        return new GroupPage(groups, groups.getLast().cause());
      }
      if (known.wanted()) {
        Optional<Group> group = group(known, wanted);
        group.ifPresent(groups::add);
        counted += group.map(Group::count).orElse(0L);
      }
    }
    return new GroupPage(groups, causes.size() < MOST_CAUSES ? null : causes.getLast().cause());
  }

  private List<Known> causes(Wanted wanted, @Nullable Cause after) {
    UUID only = wanted.project();
    FailureClass failureClass = wanted.failureClass();
    Cause from =
        after == null || (only != null && !only.equals(after.project()))
            ? new Cause(only == null ? LOWEST : only, "", FailureClass.TRANSIENT, Stage.ACCEPTED)
            : after;
    return database.read(connection ->
        LetterQueries.CAUSES
            .with("from", from.project())
            .with("from_code", from.code())
            .with("from_class", from.failureClass().label())
            .with("from_stage", from.stage().label())
            .with("to", only == null ? HIGHEST : only)
            .with("tenant", wanted.tenant())
            .with("code", wanted.code())
            .with("class", failureClass == null ? null : failureClass.label())
            .with("most", MOST_CAUSES)
            .list(connection, PostgresDeadLetters::known));
  }

  private static Known known(ResultSet row) throws SQLException {
    Cause cause =
        new Cause(
            Rows.uuid(row, 1),
            Rows.text(row, 2),
            FailureClass.ofLabel(Rows.text(row, 3)),
            Stage.ofLabel(Rows.text(row, 4)));
    return new Known(cause, Rows.text(row, 5), row.getBoolean(6));
  }

  /** Empty when none of its letters is wanted, or none is left. */
  private Optional<Group> group(Known known, Wanted wanted) {
    Counted counted =
        database.read(connection ->
            ofCause(LetterQueries.COUNT, known.cause(), wanted, MOST_COUNTED + 1)
                .one(
                    connection,
                    row ->
                        new Counted(
                            row.getLong(1),
                            Rows.instantOrNull(row, 2),
                            Rows.instantOrNull(row, 3))));
    Instant first = counted.first();
    Instant last = counted.last();
    if (first == null || last == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Group(
            known.cause(),
            known.slug(),
            Math.min(counted.count(), MOST_COUNTED),
            counted.count() > MOST_COUNTED,
            first,
            last,
            wanted.examples() ? examples(known, wanted) : List.of()));
  }

  private List<Letter> examples(Known known, Wanted wanted) {
    return database.read(connection ->
        ofCause(LetterQueries.EXAMPLES, known.cause(), wanted, EXAMPLES)
            .list(connection, row -> letter(row, known.slug())));
  }

  private static Query.Values ofCause(Query query, Cause cause, Wanted wanted, int most) {
    Instant after = wanted.after();
    Instant before = wanted.before();
    return query
        .with("project", cause.project())
        .with("code", cause.code())
        .with("class", cause.failureClass().label())
        .with("stage", cause.stage().label())
        .with("after", after == null ? Instant.EPOCH : after)
        .with("before", before == null ? NEVER : before)
        .with("most", most);
  }

  private static Letter letter(ResultSet row, String slug) throws SQLException {
    return new Letter(ExtractionQueries.extraction(row), slug, row.getString("version"));
  }

  @Override
  public Optional<Letter> find(String tenant, UUID extraction) {
    return database.read(connection ->
        LetterQueries.FIND
            .with("tenant", tenant)
            .with("extraction", extraction)
            .first(connection, row -> letter(row, row.getString("slug"))));
  }

  @Override
  public List<Exchange> exchanges(UUID project, UUID extraction, int limit) {
    return database.read(connection ->
        LetterQueries.EXCHANGES
            .with("project", project)
            .with("extraction", extraction)
            .with("cut", Exchange.MOST_RAW)
            .with("limit", limit)
            .list(connection, PostgresDeadLetters::exchange));
  }

  private static Exchange exchange(ResultSet row) throws SQLException {
    return new Exchange(
        row.getInt(1),
        row.getLong(2),
        Rows.text(row, 3),
        Rows.text(row, 4),
        Rows.instant(row, 5),
        Rows.instantOrNull(row, 6),
        row.getString(7),
        row.getString(8),
        row.getString(9),
        new Usage(row.getLong(10), row.getLong(11), row.getLong(12)));
  }
}
