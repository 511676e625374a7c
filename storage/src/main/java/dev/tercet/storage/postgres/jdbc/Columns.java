package dev.tercet.storage.postgres.jdbc;

import dev.tercet.saga.id.Fingerprint;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Binds a batch to a statement as one array per column, in the order of its parameters; {@code
 * unnest} makes rows of them again.
 *
 * @param <I> the kind of row
 */
public final class Columns<I> {
  private final PreparedStatement statement;
  private final List<I> rows;
  private int next;

  private Columns(PreparedStatement statement, List<I> rows, int next) {
    this.statement = statement;
    this.rows = rows;
    this.next = next;
  }

  public static <I> Columns<I> of(PreparedStatement statement, List<I> rows) {
    return new Columns<>(statement, rows, 1);
  }

  /** Starts at another parameter than the first. */
  public static <I> Columns<I> from(PreparedStatement statement, int parameter, List<I> rows) {
    return new Columns<>(statement, rows, parameter);
  }

  /** Goes on with the columns of another list of rows. */
  public <J> Columns<J> then(List<J> others) {
    return new Columns<>(statement, others, next);
  }

  public Columns<I> uuids(Function<I, @Nullable UUID> column) throws SQLException {
    return bind("uuid", rows.stream().map(column).toArray());
  }

  public Columns<I> longs(ToLongFunction<I> column) throws SQLException {
    return bind("bigint", rows.stream().mapToLong(column).boxed().toArray(Long[]::new));
  }

  public Columns<I> longsOrNull(Function<I, @Nullable Long> column) throws SQLException {
    return bind("bigint", rows.stream().map(column).toArray(Long[]::new));
  }

  public Columns<I> integers(ToIntFunction<I> column) throws SQLException {
    return bind("integer", rows.stream().mapToInt(column).boxed().toArray(Integer[]::new));
  }

  public Columns<I> booleans(Predicate<I> column) throws SQLException {
    return bind("boolean", rows.stream().map(column::test).toArray(Boolean[]::new));
  }

  public Columns<I> texts(Function<I, @Nullable String> column) throws SQLException {
    return bind("text", rows.stream().map(column).toArray(String[]::new));
  }

  public Columns<I> fingerprints(Function<I, @Nullable Fingerprint> column) throws SQLException {
    return bind(
        "bytea",
        rows.stream().map(column).map(it -> it == null ? null : it.bytes()).toArray(byte[][]::new));
  }

  /** Instants travel as text, which both sides read to the microsecond. */
  public Columns<I> instants(Function<I, @Nullable Instant> column) throws SQLException {
    return texts(row -> {
      Instant value = column.apply(row);
      return value == null ? null : value.toString();
    });
  }

  /** Milliseconds, at least one and at most what an integer holds (24 days). */
  public Columns<I> milliseconds(Function<I, Duration> column) throws SQLException {
    return integers(row -> Math.clamp(column.apply(row).toMillis(), 1, Integer.MAX_VALUE));
  }

  private Columns<I> bind(String type, @Nullable Object[] values) throws SQLException {
    statement.setArray(next++, statement.getConnection().createArrayOf(type, values));
    return this;
  }
}
