package dev.tercet.storage.postgres.operation;

import dev.tercet.saga.Claim;
import dev.tercet.storage.postgres.jdbc.Columns;
import dev.tercet.storage.postgres.jdbc.IdOrder;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/** What every write of an attempt names: id, epoch and session (S3). */
public final class Guards {
  private Guards() {}

  /** Binds the first three columns of a batch, sorted by extraction. */
  public static <I> Columns<I> bind(
      PreparedStatement statement, List<I> batch, Function<I, Claim> claim) throws SQLException {
    return bind(
        Columns.of(statement, IdOrder.sorted(batch, it -> claim.apply(it).extraction())), claim);
  }

  /** The same behind other columns. */
  public static <I> Columns<I> bind(Columns<?> before, List<I> batch, Function<I, Claim> claim)
      throws SQLException {
    return bind(before.then(IdOrder.sorted(batch, it -> claim.apply(it).extraction())), claim);
  }

  private static <I> Columns<I> bind(Columns<I> sorted, Function<I, Claim> claim)
      throws SQLException {
    return sorted
        .uuids(it -> claim.apply(it).extraction())
        .longs(it -> claim.apply(it).epoch())
        .uuids(it -> claim.apply(it).session());
  }
}
