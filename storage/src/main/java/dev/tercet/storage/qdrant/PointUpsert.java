package dev.tercet.storage.qdrant;

import dev.tercet.saga.Point;
import dev.tercet.saga.port.PointStore.StoredPoint;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.port.StoreUnavailableException.Store;
import dev.tercet.storage.batch.Flush;
import dev.tercet.storage.batch.FlushFault;
import io.qdrant.client.grpc.Points.DenseVector;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.UpdateStatus;
import io.qdrant.client.grpc.Points.UpsertPoints;
import io.qdrant.client.grpc.Points.Vector;
import io.qdrant.client.grpc.Points.Vectors;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Writes points, one upsert for a batch of many callers, fenced point by point. Believed only when
 * Qdrant says Completed; otherwise the points are read back.
 */
final class PointUpsert implements Flush<Point, Boolean> {
  /**
   * Names and values of the payload but for the model's name, and the point's part in the filter.
   */
  private static final long PAYLOAD_BYTES = 768;

  private final QdrantChannel channel;
  private final String collection;
  private final UUID owner;
  private final PointReader points;

  PointUpsert(QdrantChannel channel, String collection, UUID owner, PointReader points) {
    this.channel = channel;
    this.collection = collection;
    this.owner = owner;
    this.points = points;
  }

  @Override
  public List<Boolean> flush(List<Point> batch) {
    UpsertPoints order = order(collection, owner, batch);
    UpdateStatus status = channel.upsert(stub -> stub.upsert(order)).getResult().getStatus();
    if (status != UpdateStatus.Completed) {
      throw new StoreUnavailableException(
          Store.QDRANT,
          "an upsert came back " + status + ", not completed",
          new IllegalStateException(status.toString()));
    }
    return batch.stream().map(_ -> true).toList();
  }

  /** What Qdrant is sent for the batch. */
  static UpsertPoints order(String collection, UUID owner, List<Point> batch) {
    UpsertPoints.Builder order =
        UpsertPoints.newBuilder()
            .setCollectionName(collection)
            .setWait(true)
            .setOrdering(QdrantChannel.STRONG)
            .setUpdateFilter(Filters.notNewerThan(batch));
    for (Point point : batch) {
      order.addPoints(
          PointStruct.newBuilder()
              .setId(Filters.id(point.id()))
              .setVectors(vectors(point.vector()))
              .putAllPayload(Payloads.of(owner, point)));
    }
    return order.build();
  }

  /** Number by number: the client's own factory would box each. */
  private static Vectors vectors(float[] numbers) {
    DenseVector.Builder dense = DenseVector.newBuilder();
    for (float number : numbers) {
      dense.addData(number);
    }
    return Vectors.newBuilder().setVector(Vector.newBuilder().setDense(dense)).build();
  }

  /**
   * Written is what stands on every replica with the same owner and content at my epoch or a higher
   * one, which an upsert of mine would leave alone.
   */
  @Override
  public List<Optional<Boolean>> readBack(List<Point> batch) {
    Map<UUID, StoredPoint> stored = points.whole(batch.stream().map(Point::id).toList());
    return batch.stream()
        .map(point -> isThere(point, stored) ? Optional.of(true) : Optional.<Boolean>empty())
        .toList();
  }

  private boolean isThere(Point point, Map<UUID, StoredPoint> stored) {
    StoredPoint found = stored.get(point.id());
    if (found == null || found.payload() == null || !owner.equals(found.owner())) {
      return false;
    }
    return found.payload().epoch() > point.payload().epoch()
        || found.payload().equals(point.payload());
  }

  @Override
  public FlushFault classify(RuntimeException failure) {
    return switch (failure) {
      case StoreUnavailableException _ -> FlushFault.UNKNOWN;
      case IllegalArgumentException _ -> FlushFault.REJECTED;
      default -> FlushFault.FATAL;
    };
  }

  /** Of two writes to one point in a batch the second would win, whatever their epochs. */
  @Override
  public Object key(Point point) {
    return point.id();
  }

  @Override
  public long bytes(Point point) {
    return PAYLOAD_BYTES + 3L * point.payload().model().length() + 4L * point.vector().length;
  }
}
