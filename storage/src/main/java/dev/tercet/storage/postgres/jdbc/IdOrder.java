package dev.tercet.storage.postgres.jdbc;

import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Orders ids as Postgres does: as unsigned bytes, which {@link UUID#compareTo} does not. */
public final class IdOrder {
  static final Comparator<UUID> ORDER =
      Comparator.comparing(UUID::getMostSignificantBits, Long::compareUnsigned)
          .thenComparing(UUID::getLeastSignificantBits, Long::compareUnsigned);

  private IdOrder() {}

  /** A copy sorted by id, so that two batches lock their rows in the same order. */
  public static <I> List<I> sorted(List<I> batch, Function<I, UUID> id) {
    return batch.stream().sorted(Comparator.comparing(id, ORDER)).toList();
  }
}
