package dev.tercet.storage.qdrant;

import dev.tercet.saga.Point;
import dev.tercet.saga.port.PointStore;
import dev.tercet.saga.port.PointStore.Selection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Measures the points by hand: 500 callers upsert one extraction after another. */
final class PointSpeed {
  private static final int CALLERS = 500;
  private static final int DIMENSION = 384;
  private static final int POINTS_OF_ONE = 5;
  private static final int EXTRACTIONS_OF_ONE = 8;

  private PointSpeed() {}

  /** Runs three rounds and prints what each came to. */
  public static void main(String[] arguments) throws Exception {
    try (var qdrant = new TestQdrant()) {
      PointStore store = qdrant.store(DIMENSION);
      store.ensureCollection();
      for (int round = 0; round < 3; round++) {
        report("upserts", CALLERS * EXTRACTIONS_OF_ONE * POINTS_OF_ONE, () -> upsert(store));
        int count = Math.toIntExact(store.count());
        report("points scrolled through", count, () -> store.scroll(Selection.ALL, null, count));
        report("points counted by bucket", count, store::bucketCounts);
      }
    }
  }

  private static void report(String what, int count, Callable<?> work) throws Exception {
    long start = System.nanoTime();
    work.call();
    long millis = Math.max(1, Duration.ofNanos(System.nanoTime() - start).toMillis());
    System.out.printf("%,9d %s/s (%,d in %,d ms)%n", count * 1_000L / millis, what, count, millis);
  }

  private static int upsert(PointStore store) throws Exception {
    List<Callable<Integer>> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      callers.add(() -> {
        for (int each = 0; each < EXTRACTIONS_OF_ONE; each++) {
          store.upsert(points(new SamplePoints(), each));
        }
        return EXTRACTIONS_OF_ONE;
      });
    }
    int written = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> each : threads.invokeAll(callers)) {
        written += each.get();
      }
    }
    return written;
  }

  private static List<Point> points(SamplePoints sample, int seed) {
    var random = new Random(seed);
    long epoch = SamplePoints.EPOCH + sample.extraction().hashCode();
    List<Point> points = new ArrayList<>();
    for (int ordinal = 0; ordinal < POINTS_OF_ONE; ordinal++) {
      float[] vector = new float[DIMENSION];
      for (int i = 0; i < DIMENSION; i++) {
        vector[i] = random.nextFloat() - 0.5f;
      }
      points.add(sample.point(ordinal, epoch, vector));
    }
    return points;
  }
}
