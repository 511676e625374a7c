package dev.tercet.storage.qdrant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.id.BucketSpan;
import dev.tercet.saga.id.EmbeddingId;
import dev.tercet.saga.port.PointStore;
import dev.tercet.saga.port.PointStore.Selection;
import dev.tercet.saga.port.PointStore.StoredPoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagingTest {
  private static final int POINTS = 10_000;

  private final TestQdrant qdrant = new TestQdrant();
  private final PointStore store = qdrant.store(3);
  private final SamplePoints sample = new SamplePoints();
  private final SamplePoints other = new SamplePoints();
  private final List<UUID> sorted =
      sample.ids(POINTS).stream().sorted(Comparator.comparing(UUID::toString)).toList();

  @BeforeAll
  void fill() {
    store.ensureCollection();
    store.upsert(sample.points(POINTS));
    store.upsert(other.points(10));
  }

  @AfterAll
  void close() {
    qdrant.close();
  }

  private static UUID next(UUID id) {
    long low = id.getLeastSignificantBits() + 1;
    return new UUID(id.getMostSignificantBits() + (low == 0 ? 1 : 0), low);
  }

  @Test
  void goesThroughAProjectInTheOrderOfUnsignedBytes() {
    var selection = Selection.ofProject(sample.project());
    List<UUID> seen = new ArrayList<>();
    @Nullable UUID from = null;
    List<StoredPoint> page;
    do {
      page = store.scroll(selection, from, 3_001);
      page.forEach(it -> seen.add(it.id()));
      from = seen.isEmpty() ? null : next(seen.getLast());
    } while (!page.isEmpty());

    assertThat(seen).isEqualTo(sorted);
  }

  @Test
  void beginsAtTheGivenIdOrTheNextOne() {
    var selection = Selection.ofProject(sample.project());
    assertThat(store.scroll(selection, sorted.get(17), 2))
        .extracting(StoredPoint::id)
        .isEqualTo(sorted.subList(17, 19));
    assertThat(store.scroll(selection, next(sorted.get(17)), 2))
        .extracting(StoredPoint::id)
        .isEqualTo(sorted.subList(18, 20));
  }

  @Test
  void goesThroughEverythingOfOurs() {
    assertThat(store.scroll(Selection.ALL, null, 20_000))
        .hasSize(POINTS + 10)
        .allSatisfy(it -> assertThat(it.payload()).isNotNull());
  }

  @Test
  void goesThroughOneBucket() {
    int bucket = EmbeddingId.bucket(sorted.getFirst());
    assertThat(store.scroll(new Selection(BucketSpan.of(bucket), sample.project()), null, POINTS))
        .extracting(StoredPoint::id)
        .isEqualTo(sorted.stream().filter(it -> EmbeddingId.bucket(it) == bucket).toList());
  }

  @Test
  void listsTheIdsOfExtractionsPageByPage() {
    var extractions = List.of(sample.extraction(), UUID.randomUUID());
    List<UUID> seen = new ArrayList<>();
    @Nullable UUID after = null;
    List<UUID> page;
    do {
      page = store.idsOf(extractions, after, 2_500);
      seen.addAll(page);
      after = seen.isEmpty() ? null : seen.getLast();
    } while (!page.isEmpty());

    assertThat(seen).isEqualTo(sorted);
  }

  @Test
  void readsAndRemovesMoreThanOnePageById() {
    assertThat(store.get(sorted)).hasSize(POINTS);
    SamplePoints passing = new SamplePoints();
    store.upsert(passing.points(2_345));
    store.remove(passing.ids(2_345), Long.MAX_VALUE - 1);
    assertThat(store.get(passing.ids(2_345))).isEmpty();
  }
}
