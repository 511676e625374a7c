package dev.tercet.storage.qdrant;

import dev.tercet.saga.port.PointStore.Hit;
import io.qdrant.client.QueryFactory;
import io.qdrant.client.WithPayloadSelectorFactory;
import io.qdrant.client.grpc.Common.Filter;
import io.qdrant.client.grpc.Points.QueryPoints;
import io.qdrant.client.grpc.Points.ScoredPoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * Finds the points of a project that are nearest to a vector. Not limited to our own: a project's
 * id is unique, and what is found is checked against the ledger anyway.
 */
final class PointSearch {
  private final QdrantChannel channel;
  private final String collection;

  PointSearch(QdrantChannel channel, String collection) {
    this.channel = channel;
    this.collection = collection;
  }

  List<Hit> nearest(
      UUID project, float[] vector, int limit, Collection<UUID> only, Collection<UUID> without) {
    Filter.Builder filter = Filter.newBuilder().addMust(Filters.ofProject(project));
    if (!only.isEmpty()) {
      filter.addMust(Filters.ofExtractions(only));
    }
    if (!without.isEmpty()) {
      filter.addMustNot(Filters.ofExtractions(without));
    }
    var question =
        QueryPoints.newBuilder()
            .setCollectionName(collection)
            .setQuery(QueryFactory.nearest(vector))
            .setFilter(filter)
            .setLimit(limit)
            .setWithPayload(WithPayloadSelectorFactory.include(List.of(Payloads.EXTRACTION)))
            .build();
    List<Hit> hits = new ArrayList<>();
    for (ScoredPoint point : channel.read(stub -> stub.query(question)).getResultList()) {
      UUID extraction = Payloads.uuid(point.getPayloadMap().get(Payloads.EXTRACTION));
      if (extraction != null && point.getId().hasUuid() && Float.isFinite(point.getScore())) {
        hits.add(new Hit(UUID.fromString(point.getId().getUuid()), extraction, point.getScore()));
      }
    }
    return hits;
  }
}
