package dev.tercet.storage.qdrant;

import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.port.StoreUnavailableException.Store;
import io.qdrant.client.grpc.Common.PointId;
import io.qdrant.client.grpc.Points.DeletePoints;
import io.qdrant.client.grpc.Points.PointsIdsList;
import io.qdrant.client.grpc.Points.PointsSelector;
import io.qdrant.client.grpc.Points.UpdateStatus;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Removes points by id lists only (docs/protocol.md §6). Removing twice changes nothing. */
final class PointRemoval {
  private static final int PAGE = 1_000;

  private final QdrantChannel channel;
  private final String collection;

  PointRemoval(QdrantChannel channel, String collection) {
    this.channel = channel;
    this.collection = collection;
  }

  void remove(Collection<UUID> ids, long upToEpoch) {
    for (List<PointId> page : IdPages.of(ids, PAGE)) {
      PointsSelector.Builder which = PointsSelector.newBuilder();
      if (upToEpoch == Long.MAX_VALUE) {
        which.setPoints(PointsIdsList.newBuilder().addAllIds(page));
      } else {
        which.setFilter(Filters.upTo(upToEpoch, page));
      }
      var order =
          DeletePoints.newBuilder()
              .setCollectionName(collection)
              .setWait(true)
              .setOrdering(QdrantChannel.STRONG)
              .setPoints(which)
              .build();
      UpdateStatus status = channel.write(stub -> stub.delete(order)).getResult().getStatus();
      if (status != UpdateStatus.Completed) {
        throw new StoreUnavailableException(
            Store.QDRANT,
            "a removal came back " + status + ", not completed",
            new IllegalStateException(status.toString()));
      }
    }
  }
}
