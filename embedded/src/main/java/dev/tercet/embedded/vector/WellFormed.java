package dev.tercet.embedded.vector;

import dev.tercet.embedded.vector.index.JournalOperation;
import dev.tercet.embedded.vector.query.FilterQuery;
import dev.tercet.embedded.vector.query.PointKey;
import dev.tercet.embedded.vector.query.PointVectors;
import dev.tercet.embedded.vector.query.VectorRefusal;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.PointsSelector;
import io.qdrant.client.grpc.Points.UpsertPoints;
import io.qdrant.client.grpc.Points.Vectors.VectorsOptionsCase;

/**
 * Refuses what no collection could take, for collections that are absent: Qdrant reads a request
 * whole before it looks for the collection. What depends on the collection is not asked here.
 */
final class WellFormed {
  private WellFormed() {}

  static void check(JournalOperation operation) {
    switch (operation) {
      case JournalOperation.Upsert(UpsertPoints upsert) -> check(upsert);
      case JournalOperation.Delete(var delete) -> check(delete.getPoints());
      case JournalOperation.SetPayload(var set) -> check(set.getPointsSelector());
      case JournalOperation.OverwritePayload(var set) -> check(set.getPointsSelector());
      case JournalOperation.DeletePayload(var delete) -> check(delete.getPointsSelector());
    }
  }

  private static void check(UpsertPoints upsert) {
    for (PointStruct point : upsert.getPointsList()) {
      var unusedKey = PointKey.of(point.getId());
      if (point.getVectors().getVectorsOptionsCase() == VectorsOptionsCase.VECTORSOPTIONS_NOT_SET) {
        throw PointVectors.expected();
      }
    }
    var unusedQuery = FilterQuery.of(upsert.getUpdateFilter());
  }

  private static void check(PointsSelector points) {
    switch (points.getPointsSelectorOneOfCase()) {
      case POINTS -> points.getPoints().getIdsList().forEach(PointKey::of);
      case FILTER -> FilterQuery.of(points.getFilter());
      case POINTSSELECTORONEOF_NOT_SET -> throw VectorRefusal.invalid("PointsSelector is required");
    }
  }
}
