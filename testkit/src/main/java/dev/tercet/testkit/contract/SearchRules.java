package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tercet.saga.Point;
import dev.tercet.saga.port.PointStore.Hit;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Search inside one project (docs/protocol.md §5). */
interface SearchRules extends OnPoints {

  @Test
  @DisplayName("§5: the nearest come first, with their cosine similarity")
  default void findsTheNearestFirst() {
    Point near = point(PROJECT, OnPoints.extraction(1), 0, 1, direction(10, 1));
    Point far = point(PROJECT, OnPoints.extraction(2), 0, 1, direction(1, 10));
    Point opposite = point(PROJECT, OnPoints.extraction(3), 0, 1, direction(-1, 0));
    store().upsert(List.of(far, opposite, near));

    List<Hit> hits = search(10, List.of(), List.of());

    assertThat(hits)
        .extracting(Hit::embeddingId)
        .containsExactly(near.id(), far.id(), opposite.id());
    assertThat(hits).extracting(Hit::extraction).first().isEqualTo(OnPoints.extraction(1));
    assertThat(hits.get(0).score()).isCloseTo(0.995f, within(0.01f));
    assertThat(hits.get(1).score()).isCloseTo(0.0995f, within(0.01f));
    assertThat(hits.get(2).score()).isCloseTo(-1f, within(0.01f));
  }

  @Test
  @DisplayName("API: another project's points are never found")
  default void keepsProjectsApart() {
    Point ours = point(EXTRACTION, 1, 1);
    Point theirs = point(new UUID(5, 5), OnPoints.extraction(1), 0, 1, direction(1, 0));
    store().upsert(List.of(ours, theirs));

    assertThat(search(10, List.of(), List.of()))
        .extracting(Hit::embeddingId)
        .containsExactly(ours.id());
  }

  @Test
  @DisplayName("S7: at most as many hits as asked for")
  default void findsAtMostTheLimit() {
    store().upsert(manyPoints(EXTRACTION, 20));

    assertThat(search(7, List.of(), List.of())).hasSize(7);
  }

  @Test
  @DisplayName("§5: only these extractions, or all but those")
  default void searchesWithAndWithoutExtractions() {
    List<UUID> extractions = IntStream.range(0, 4).mapToObj(OnPoints::extraction).toList();
    extractions.forEach(extraction -> store().upsert(manyPoints(extraction, 2)));

    assertThat(search(10, extractions.subList(0, 2), List.of()))
        .extracting(Hit::extraction)
        .isSubsetOf(extractions.subList(0, 2))
        .hasSize(4);
    assertThat(search(10, List.of(), extractions.subList(0, 3)))
        .extracting(Hit::extraction)
        .containsOnly(extractions.get(3))
        .hasSize(2);
    assertThat(search(10, extractions.subList(0, 2), extractions.subList(1, 3)))
        .extracting(Hit::extraction)
        .containsOnly(extractions.get(0))
        .hasSize(2);
  }

  @Test
  @DisplayName("S4: what was removed is not found any more")
  default void doesNotFindWhatWasRemoved() {
    Point point = point(EXTRACTION, 0, 1);
    store().upsert(List.of(point));
    store().remove(List.of(point.id()), Long.MAX_VALUE);

    assertThat(search(10, List.of(), List.of())).isEmpty();
  }

  private List<Hit> search(int limit, List<UUID> only, List<UUID> without) {
    return store().search(PROJECT, direction(1, 0), limit, only, without);
  }
}
