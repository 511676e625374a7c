package dev.tercet.storage.qdrant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.embedded.vector.VectorServer;
import dev.tercet.saga.port.PointStore;
import dev.tercet.saga.port.PointStore.Selection;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.port.StoreUnavailableException.Store;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class QdrantOutageTest {
  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  Path folder;

  private final SamplePoints sample = new SamplePoints();

  private VectorServer start(int port) throws IOException {
    return VectorServer.start(
        folder,
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
        TestQdrant.KEY,
        _ -> {});
  }

  private static InetSocketAddress address(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private static void assertUnavailable(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StoreUnavailableException.class, it -> assertThat(it.store()).isEqualTo(Store.QDRANT));
  }

  @Test
  void isToldByEveryCallAndOverAtTheNextOne() throws Exception {
    VectorServer first = start(0);
    int port = first.port();
    var qdrant = new TestQdrant(address(port));
    PointStore store = qdrant.store(3);
    store.ensureCollection();
    store.upsert(sample.points(5));
    first.close();

    assertUnavailable(() -> store.upsert(sample.points(1)));
    assertUnavailable(() -> store.remove(sample.ids(1), 1));
    assertUnavailable(() -> store.get(sample.ids(1)));
    assertUnavailable(() -> store.scroll(Selection.ALL, null, 1));
    assertUnavailable(() -> store.count());
    assertUnavailable(() -> store.bucketCounts());
    assertUnavailable(() -> store.exists());
    assertUnavailable(() -> store.ensureCollection());

    try (VectorServer _ = start(port);
        qdrant) {
      assertThat(store.count()).isEqualTo(5);
      store.upsert(sample.points(6));
      assertThat(store.count()).isEqualTo(6);
    }
  }

  @Test
  void isBridgedByAnUpsertWhenItIsShort() throws Exception {
    VectorServer first = start(0);
    int port = first.port();
    var qdrant = new TestQdrant(address(port));
    PointStore store = qdrant.store(3);
    store.ensureCollection();
    first.close();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var written =
          threads.submit(() -> {
            store.upsert(sample.points(3));
            return true;
          });
      try (VectorServer _ = start(port);
          qdrant) {
        assertThat(written.get()).isTrue();
        assertThat(store.get(List.copyOf(sample.ids(3)))).hasSize(3);
      }
    }
  }
}
