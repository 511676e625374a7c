package dev.tercet.embedded.vector.index;

import dev.tercet.embedded.vector.query.FilterQuery;
import dev.tercet.embedded.vector.query.LeafPoints;
import dev.tercet.embedded.vector.query.Matches;
import dev.tercet.embedded.vector.query.PointDocument;
import dev.tercet.embedded.vector.query.PointKey;
import dev.tercet.embedded.vector.query.VectorRefusal;
import io.qdrant.client.grpc.Common.PointId;
import io.qdrant.client.grpc.JsonWithInt.Value;
import io.qdrant.client.grpc.Points.PointsSelector;
import io.qdrant.client.grpc.Points.RetrievedPoint;
import io.qdrant.client.grpc.Points.SetPayloadPoints;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.BytesRef;

/** Changes payloads and keeps vectors, which means to read points and to write them again. */
record PayloadWrites(LiveIndex index) {
  Change set(SetPayloadPoints request) {
    refusePath(request);
    return change(request.getPointsSelector(), old -> joined(old, request.getPayloadMap()));
  }

  Change overwrite(SetPayloadPoints request) {
    refusePath(request);
    return change(request.getPointsSelector(), _ -> request.getPayloadMap());
  }

  Change delete(PointsSelector points, List<String> keys) {
    return change(points, old -> without(old, keys));
  }

  private Change change(PointsSelector points, UnaryOperator<Map<String, Value>> edit) {
    Query query = query(points);
    return new Change() {
      @Override
      public void check() throws IOException {
        refuseMissing(points.getPoints().getIdsList());
      }

      @Override
      public void apply(long version) throws IOException {
        index.read(searcher -> rewrite(searcher, query, version, edit));
      }
    };
  }

  private static Query query(PointsSelector points) {
    return switch (points.getPointsSelectorOneOfCase()) {
      case POINTS ->
          FilterQuery.ids(points.getPoints().getIdsList().stream().map(PointKey::of).toList());
      case FILTER -> FilterQuery.of(points.getFilter());
      case POINTSSELECTORONEOF_NOT_SET -> throw VectorRefusal.invalid("PointsSelector is required");
    };
  }

  private void refuseMissing(List<PointId> ids) throws IOException {
    Set<PointKey> missing = new LinkedHashSet<>();
    ids.forEach(id -> missing.add(PointKey.of(id)));
    if (missing.isEmpty()) {
      return;
    }
    missing.removeAll(
        index.read(searcher -> Matches.keys(searcher, FilterQuery.ids(Set.copyOf(missing)))));
    if (!missing.isEmpty()) {
      throw VectorRefusal.notFound("No point with id " + missing.iterator().next() + " found");
    }
  }

  private long rewrite(
      IndexSearcher searcher, Query query, long version, UnaryOperator<Map<String, Value>> edit)
      throws IOException {
    Matches matches = new Matches(searcher, query);
    long rewritten = 0;
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      LeafPoints points = new LeafPoints(leaf);
      Matches.Cursor cursor = matches.in(leaf);
      for (int found = cursor.next(); found != Matches.Cursor.END; found = cursor.next()) {
        PointKey key = points.key(found);
        Document document =
            PointDocument.of(key, edit.apply(payload(points.payload(found))), points.vector(found));
        PointDocument.stamp(document, version);
        index.put(key, document);
        rewritten++;
      }
    }
    return rewritten;
  }

  private static Map<String, Value> payload(BytesRef stored) throws IOException {
    return RetrievedPoint.newBuilder()
        .mergeFrom(stored.bytes, stored.offset, stored.length)
        .getPayloadMap();
  }

  private static Map<String, Value> joined(Map<String, Value> old, Map<String, Value> more) {
    Map<String, Value> joined = new HashMap<>(old);
    joined.putAll(more);
    return joined;
  }

  private static Map<String, Value> without(Map<String, Value> old, List<String> keys) {
    Map<String, Value> rest = new HashMap<>(old);
    keys.forEach(rest::remove);
    return rest;
  }

  private static void refusePath(SetPayloadPoints request) {
    if (request.hasKey()) {
      throw VectorRefusal.unimplemented("payloads at a path");
    }
  }
}
