package dev.tercet.storage.qdrant;

import dev.tercet.saga.port.PointStore.StoredPoint;
import io.qdrant.client.WithPayloadSelectorFactory;
import io.qdrant.client.WithVectorsSelectorFactory;
import io.qdrant.client.grpc.Common.Filter;
import io.qdrant.client.grpc.Common.PointId;
import io.qdrant.client.grpc.Points.CountPoints;
import io.qdrant.client.grpc.Points.FacetCounts;
import io.qdrant.client.grpc.Points.FacetHit;
import io.qdrant.client.grpc.Points.GetPoints;
import io.qdrant.client.grpc.Points.ReadConsistency;
import io.qdrant.client.grpc.Points.ReadConsistencyType;
import io.qdrant.client.grpc.Points.RetrievedPoint;
import io.qdrant.client.grpc.Points.ScrollPoints;
import io.qdrant.client.grpc.Points.ScrollResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads points, in bounded pages, payloads without vectors. */
final class PointReader {
  private static final int PAGE = 2_000;

  private final QdrantChannel channel;
  private final String collection;

  PointReader(QdrantChannel channel, String collection) {
    this.channel = channel;
    this.collection = collection;
  }

  Map<UUID, StoredPoint> get(Collection<UUID> ids) {
    return get(ids, ReadConsistency.getDefaultInstance());
  }

  /** Only what every replica holds. */
  Map<UUID, StoredPoint> whole(Collection<UUID> ids) {
    return get(ids, ReadConsistency.newBuilder().setType(ReadConsistencyType.All).build());
  }

  private Map<UUID, StoredPoint> get(Collection<UUID> ids, ReadConsistency consistency) {
    Map<UUID, StoredPoint> found = new HashMap<>();
    for (List<PointId> page : IdPages.of(ids, PAGE)) {
      var question =
          GetPoints.newBuilder()
              .setCollectionName(collection)
              .addAllIds(page)
              .setReadConsistency(consistency)
              .setWithPayload(WithPayloadSelectorFactory.enable(true))
              .setWithVectors(WithVectorsSelectorFactory.enable(false))
              .build();
      for (RetrievedPoint point : channel.read(stub -> stub.get(question)).getResultList()) {
        StoredPoint stored = stored(point);
        found.put(stored.id(), stored);
      }
    }
    return found;
  }

  /** Points in id order, from {@code from} on. */
  List<StoredPoint> scroll(Filter filter, @Nullable UUID from, int limit, boolean payload) {
    List<StoredPoint> scrolled = new ArrayList<>();
    PointId next = from == null ? null : Filters.id(from);
    do {
      ScrollPoints.Builder question =
          ScrollPoints.newBuilder()
              .setCollectionName(collection)
              .setFilter(filter)
              .setLimit(Math.min(PAGE, limit - scrolled.size()))
              .setWithPayload(WithPayloadSelectorFactory.enable(payload))
              .setWithVectors(WithVectorsSelectorFactory.enable(false));
      if (next != null) {
        question.setOffset(next);
      }
      ScrollResponse page = channel.read(stub -> stub.scroll(question.build()));
      page.getResultList().stream()
          .filter(point -> point.getId().hasUuid())
          .map(PointReader::stored)
          .forEach(scrolled::add);
      next = page.hasNextPageOffset() ? page.getNextPageOffset() : null;
    } while (next != null && scrolled.size() < limit);
    return scrolled;
  }

  private static StoredPoint stored(RetrievedPoint point) {
    return Payloads.stored(UUID.fromString(point.getId().getUuid()), point.getPayloadMap());
  }

  /** How many points each of at most so many buckets has, exactly. */
  Map<Integer, Long> buckets(Filter filter, int most) {
    var question =
        FacetCounts.newBuilder()
            .setCollectionName(collection)
            .setKey(Payloads.BUCKET)
            .setFilter(filter)
            .setLimit(most)
            .setExact(true)
            .build();
    Map<Integer, Long> counts = new HashMap<>();
    for (FacetHit hit : channel.write(stub -> stub.facet(question)).getHitsList()) {
      counts.put(Math.toIntExact(hit.getValue().getIntegerValue()), hit.getCount());
    }
    return counts;
  }

  long count(Filter filter) {
    var question =
        CountPoints.newBuilder()
            .setCollectionName(collection)
            .setFilter(filter)
            .setExact(true)
            .build();
    return channel.write(stub -> stub.count(question)).getResult().getCount();
  }
}
