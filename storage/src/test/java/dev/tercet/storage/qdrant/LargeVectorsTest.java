package dev.tercet.storage.qdrant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tercet.saga.Point;
import dev.tercet.saga.port.PointStore;
import dev.tercet.saga.port.PointStore.Hit;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.MethodDescriptor;
import io.qdrant.client.grpc.Points.UpsertPoints;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The longest vectors that may be configured. */
class LargeVectorsTest {
  private static final int DIMENSION = 8_192;
  private static final int POINTS = 400;
  private static final int TAKEN_BY_GRPC = 4 << 20;

  private final TestQdrant qdrant = new TestQdrant();
  private final SamplePoints sample = new SamplePoints();
  private final Queue<UpsertPoints> upserts = new ConcurrentLinkedQueue<>();

  @AfterEach
  void close() {
    qdrant.close();
  }

  private static float[] direction(int number) {
    var random = new SplittableRandom(number);
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) random.nextDouble(-1, 1);
    }
    return vector;
  }

  @Test
  void goInMessagesThatEveryServerTakesAndAreScoredExactly() {
    PointStore store = qdrant.store(DIMENSION, new Upserts());
    store.ensureCollection();
    List<Point> points =
        IntStream.range(0, POINTS)
            .mapToObj(it -> sample.point(it, SamplePoints.EPOCH, direction(it)))
            .toList();
    store.upsert(points);

    assertThat(store.count()).isEqualTo(POINTS);
    assertThat(upserts.stream().mapToInt(UpsertPoints::getPointsCount).sum()).isEqualTo(POINTS);
    assertThat(upserts)
        .allSatisfy(it -> assertThat(it.getSerializedSize()).isLessThan(TAKEN_BY_GRPC));
    List<Hit> hits = store.search(sample.project(), direction(217), 2, List.of(), List.of());
    assertThat(hits.getFirst().embeddingId()).isEqualTo(sample.id(217));
    assertThat(hits.getFirst().score()).isCloseTo(1, within(1e-4f));
    assertThat(hits.getLast().score()).isLessThan(0.2f);
  }

  private final class Upserts implements ClientInterceptor {
    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(
        MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
      return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
        @Override
        public void sendMessage(Q message) {
          if (message instanceof UpsertPoints upsert) {
            upserts.add(upsert);
          }
          super.sendMessage(message);
        }
      };
    }
  }
}
