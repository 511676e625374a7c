package dev.tercet.storage.qdrant;

import static dev.tercet.storage.qdrant.SamplePoints.EPOCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.saga.Point;
import dev.tercet.saga.port.PointStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RefusedPointsTest {
  private final TestQdrant qdrant = new TestQdrant();
  private final FaultyCalls wire = new FaultyCalls();
  private final PointStore store = qdrant.store(3, wire);
  private final SamplePoints sample = new SamplePoints();

  @BeforeEach
  void create() {
    store.ensureCollection();
  }

  @AfterEach
  void close() {
    qdrant.close();
  }

  private void assertRefused(Point point, String reason) {
    assertThatThrownBy(() -> store.upsert(List.of(sample.point(0), point)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(point.id().toString())
        .hasMessageContaining(reason);
    assertThat(wire.sizes()).isEmpty();
  }

  @Test
  void neverReachTheServerWhenTheirVectorIsUnfit() {
    assertRefused(sample.point(1, EPOCH, 1, Float.NaN, 0), "NaN");
    assertRefused(sample.point(1, EPOCH, 1, Float.NEGATIVE_INFINITY, 0), "Infinity");
    assertRefused(sample.point(1, EPOCH, 0, 0, -0f), "zeros");
    assertRefused(sample.point(1, EPOCH, 1e-30f, 0, 0), "direction");
    assertRefused(sample.point(1, EPOCH, 1e30f, 0, 0), "direction");
    assertRefused(sample.point(1, EPOCH, 1, 2), "2 numbers");
    assertRefused(sample.point(1, EPOCH), "0 numbers");
  }

  @Test
  void failAloneWhenTheServerRefusesTheirBatch() throws Exception {
    wire.refuse(sample.id(77));
    List<Callable<Boolean>> callers = new ArrayList<>();
    for (Point point : sample.points(200)) {
      callers.add(() -> {
        store.upsert(List.of(point));
        return true;
      });
    }
    List<Integer> failed = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> outcomes = threads.invokeAll(callers);
      for (int i = 0; i < outcomes.size(); i++) {
        try {
          outcomes.get(i).get();
        } catch (ExecutionException e) {
          assertThat(e).hasCauseInstanceOf(IllegalArgumentException.class);
          failed.add(i);
        }
      }
    }
    assertThat(failed).containsExactly(77);
    assertThat(store.count()).isEqualTo(199);
  }
}
