package dev.tercet.acceptance.proof.realstores;

import dev.tercet.acceptance.proof.world.SmallVectors;
import dev.tercet.acceptance.proof.world.World;
import dev.tercet.embedded.qdrant.QdrantAddress;
import dev.tercet.saga.port.PointStore;
import dev.tercet.saga.port.PointStore.CollectionMissingException;
import dev.tercet.saga.port.PointStore.Selection;
import dev.tercet.saga.port.PointStore.StoredPoint;
import dev.tercet.storage.qdrant.QdrantSettings;
import dev.tercet.storage.qdrant.QdrantStores;
import dev.tercet.testkit.fault.Observer;
import io.qdrant.client.QdrantClient;
import io.qdrant.client.QdrantGrpcClient;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A collection of the proof's own under the real adapter, one world after the other. Nobody else
 * writes there, so that what stands in it is read again only after a call.
 */
final class RealPoints implements AutoCloseable {
  private static final int MOST = 1_000;

  private final QdrantStores stores;
  private final QdrantClient engine;
  final PointStore points;
  final PointStore sentinels;
  private @Nullable List<StoredPoint> standing;

  RealPoints(QdrantAddress address) {
    var usual = QdrantSettings.of(address.host(), address.port(), "proof-" + UUID.randomUUID());
    stores = QdrantStores.open(usual.withApiKey(address.apiKey()));
    points =
        Observer.around(
            PointStore.class,
            stores.points("hash", SmallVectors.DIMENSION, World.OWNER),
            _ -> standing = null);
    sentinels = stores.sentinels(World.OWNER);
    engine =
        new QdrantClient(
            QdrantGrpcClient.newBuilder(address.host(), address.port(), false)
                .withApiKey(address.apiKey())
                .build());
  }

  List<StoredPoint> standing() {
    List<StoredPoint> all = standing;
    if (all == null) {
      all = read();
      standing = all;
    }
    return all;
  }

  private List<StoredPoint> read() {
    try {
      return points.scroll(Selection.ALL, null, MOST);
    } catch (CollectionMissingException _) {
      return List.of();
    }
  }

  void dropCollection() {
    standing = null;
    if (points.exists()) {
      await(engine.deleteCollectionAsync(points.collection()));
    }
  }

  void dropBucketIndex() {
    await(engine.deletePayloadIndexAsync(points.collection(), "bucket", true, null, null));
  }

  private static void await(Future<?> dropping) {
    try {
      var unusedAnswer = dropping.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while something is dropped", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the collection or its index could not be dropped", e);
    }
  }

  /** Another world begins, in which no run has a number yet. */
  void removeSentinel() {
    try {
      List<StoredPoint> left = sentinels.scroll(Selection.ALL, null, MOST);
      if (!left.isEmpty()) {
        sentinels.remove(left.stream().map(StoredPoint::id).toList(), Long.MAX_VALUE);
      }
    } catch (CollectionMissingException _) {
      return; // there never was one
    }
  }

  @Override
  public void close() {
    dropCollection();
    removeSentinel();
    sentinels.dropIfEmpty();
    stores.close();
    engine.close();
  }
}
