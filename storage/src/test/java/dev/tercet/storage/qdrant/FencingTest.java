package dev.tercet.storage.qdrant;

import static dev.tercet.storage.qdrant.SamplePoints.EPOCH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Point;
import dev.tercet.saga.port.PointStore;
import io.qdrant.client.ValueFactory;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("S3: a lower epoch never overwrites a higher one")
class FencingTest {
  private final TestQdrant qdrant = new TestQdrant();
  private final PointStore store = qdrant.store(3);
  private final SamplePoints sample = new SamplePoints();

  @BeforeEach
  void create() {
    store.ensureCollection();
  }

  @AfterEach
  void close() {
    qdrant.close();
  }

  private Point at(int ordinal, long epoch) {
    return sample.point(ordinal, epoch, 1, 0, 0);
  }

  private long epochOf(UUID id) {
    var payload = Objects.requireNonNull(store.get(List.of(id)).get(id)).payload();
    return Objects.requireNonNull(payload).epoch();
  }

  private long epochOf(int ordinal) {
    return epochOf(sample.id(ordinal));
  }

  @Test
  void keepsAPointThatALaterAttemptWrote() {
    store.upsert(List.of(at(0, EPOCH + 1)));
    store.upsert(List.of(at(0, EPOCH)));
    assertThat(epochOf(0)).isEqualTo(EPOCH + 1);

    store.upsert(List.of(at(0, EPOCH + 2)));
    assertThat(epochOf(0)).isEqualTo(EPOCH + 2);
  }

  @Test
  void fencesEachPointOfABatchByItsOwnEpoch() {
    store.upsert(IntStream.range(0, 6).mapToObj(i -> at(i, EPOCH + 10L * i)).toList());

    store.upsert(IntStream.range(0, 7).mapToObj(i -> at(i, EPOCH + 50 - 10L * i)).toList());

    assertThat(IntStream.range(0, 7).mapToObj(this::epochOf))
        .containsExactly(
            EPOCH + 50, EPOCH + 40, EPOCH + 30, EPOCH + 30, EPOCH + 40, EPOCH + 50, EPOCH - 10);
  }

  @Test
  void givesAFencedOutAttemptNothingForSharingABatchWithItsSuccessor() {
    store.upsert(List.of(at(0, EPOCH + 5), at(1, EPOCH + 5)));

    store.upsert(List.of(at(0, EPOCH), at(1, EPOCH + 9)));

    assertThat(epochOf(0)).isEqualTo(EPOCH + 5);
    assertThat(epochOf(1)).isEqualTo(EPOCH + 9);
  }

  @Test
  void letsTheHigherEpochWinWhenAPointIsTwiceInOneCall() {
    store.upsert(List.of(at(0, EPOCH + 1), at(0, EPOCH), at(0, EPOCH + 3), at(0, EPOCH + 2)));

    assertThat(epochOf(0)).isEqualTo(EPOCH + 3);
  }

  @Test
  void fences256EpochsInOneUpsert() {
    var wire = new FaultyCalls();
    PointStore watched = qdrant.store(3, wire);
    List<SamplePoints> extractions =
        IntStream.range(0, 256).mapToObj(_ -> sample.sibling()).toList();
    store.upsert(points(extractions, EPOCH));

    watched.upsert(points(extractions.subList(0, 1), EPOCH));
    watched.upsert(points(extractions, EPOCH - 128));

    assertThat(wire.sizes().stream().mapToInt(Integer::intValue).sum()).isEqualTo(257);
    assertThat(IntStream.range(0, 256).mapToObj(i -> epochOf(extractions.get(i).id(0))))
        .containsExactlyElementsOf(IntStream.range(0, 256).mapToObj(i -> EPOCH + i).toList());
  }

  private static List<Point> points(List<SamplePoints> extractions, long firstEpoch) {
    return IntStream.range(0, extractions.size())
        .mapToObj(i -> extractions.get(i).point(0, firstEpoch + i, 1, 0, 0))
        .toList();
  }

  @Test
  void overwritesADamagedPointThatHasNoEpoch() {
    qdrant.plant(
        store.collection(),
        sample.id(0),
        Map.of("owner", ValueFactory.value(qdrant.owner.toString())),
        0,
        0,
        1);

    store.upsert(List.of(at(0, EPOCH)));

    assertThat(epochOf(0)).isEqualTo(EPOCH);
  }

  @Test
  void removesNoPointThatIsNewerThanWhatWasSeen() {
    store.upsert(List.of(at(0, EPOCH - 1), at(1, EPOCH), at(2, EPOCH + 1)));

    store.remove(sample.ids(3), EPOCH);
    assertThat(store.get(sample.ids(3))).containsOnlyKeys(sample.id(2));

    store.remove(sample.ids(3), Long.MAX_VALUE);
    assertThat(store.get(sample.ids(3))).isEmpty();
  }
}
