package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Walks through pages as recovery does: the next one begins after the last row of this one. */
final class Paging {
  /** Small, so that few rows make several pages. */
  static final int LIMIT = 2;

  private static final int PAGES = 100;

  private Paging() {}

  static <T, K> List<T> all(Function<T, K> key, Function<Optional<K>, List<T>> page) {
    List<T> rows = new ArrayList<>();
    Optional<K> after = Optional.empty();
    for (int number = 0; number < PAGES; number++) {
      List<T> next = page.apply(after);
      assertThat(next).hasSizeLessThanOrEqualTo(LIMIT);
      if (next.isEmpty()) {
        return rows;
      }
      rows.addAll(next);
      after = Optional.of(key.apply(next.getLast()));
    }
    throw new AssertionError("the pages do not end: " + rows);
  }
}
