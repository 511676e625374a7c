package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.saga.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors are checked before they are sent: a NaN would rank first in every search. */
interface VectorRules extends OnPoints {

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  @DisplayName("§4: a vector that is not finite is refused, and nothing is written")
  default void refusesAVectorThatIsNotFinite(float number) {
    refuses(direction(1, number));
  }

  @Test
  @DisplayName("§4: a vector of zeros is refused")
  default void refusesAVectorOfZeros() {
    refuses(direction(0, 0));
  }

  @Test
  @DisplayName("§4: a vector of another length is refused")
  default void refusesAVectorOfAnotherLength() {
    refuses(new float[] {1});
    refuses(new float[points().dimension() + 1]);
  }

  private void refuses(float[] vector) {
    Point good = point(EXTRACTION, 0, 1);
    Point bad = point(PROJECT, EXTRACTION, 1, 1, vector);

    assertThatThrownBy(() -> store().upsert(List.of(good, bad)))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(store().get(List.of(bad.id()))).isEmpty();
  }

  @Test
  @DisplayName("§3: one caller's bad vector does not fail its neighbours")
  default void failsOnlyTheCallerWithTheBadVector() {
    List<Callable<Boolean>> writers =
        new ArrayList<>(
            IntStream.range(0, 20)
                .<Callable<Boolean>>mapToObj(n ->
                    () -> {
                      store().upsert(manyPoints(OnPoints.extraction(n), 3));
                      return true;
                    })
                .toList());
    writers.add(
        10,
        () -> {
          store().upsert(List.of(point(PROJECT, EXTRACTION, 0, 1, direction(1, Float.NaN))));
          return true;
        });

    List<Race.Outcome<Boolean>> outcomes = new ArrayList<>(Race.outcomes(writers));

    assertThat(outcomes.remove(10)).isInstanceOf(Race.Outcome.Threw.class);
    assertThat(outcomes).hasOnlyElementsOfType(Race.Outcome.Returned.class);
    assertThat(store().count()).isEqualTo(60);
  }

  @Test
  @DisplayName("§4: a search with a vector that is not finite is refused")
  default void refusesASearchWithABadVector() {
    assertThatThrownBy(
            () -> store().search(PROJECT, direction(1, Float.NaN), 1, List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
