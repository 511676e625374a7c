package dev.tercet.embedded.vector;

import dev.tercet.embedded.vector.index.Catalog;
import dev.tercet.embedded.vector.index.CollectionIndex;
import dev.tercet.embedded.vector.query.Facets;
import dev.tercet.embedded.vector.query.FilterQuery;
import dev.tercet.embedded.vector.query.LeafPoints;
import dev.tercet.embedded.vector.query.Matches;
import dev.tercet.embedded.vector.query.Nearest;
import dev.tercet.embedded.vector.query.PointKey;
import dev.tercet.embedded.vector.query.Scroll;
import dev.tercet.embedded.vector.query.Shown;
import dev.tercet.embedded.vector.query.VectorRefusal;
import io.qdrant.client.grpc.Points.CountPoints;
import io.qdrant.client.grpc.Points.FacetCounts;
import io.qdrant.client.grpc.Points.FacetHit;
import io.qdrant.client.grpc.Points.GetPoints;
import io.qdrant.client.grpc.Points.QueryPoints;
import io.qdrant.client.grpc.Points.RetrievedPoint;
import io.qdrant.client.grpc.Points.ScoredPoint;
import io.qdrant.client.grpc.Points.ScrollPoints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.jspecify.annotations.Nullable;

/**
 * Answers the questions about the points of one collection. What is asked is understood before the
 * collection is looked for: a malformed question is refused as such, whether there is one or not.
 */
record PointReads(Catalog catalog, String name) {
  private static final int DEFAULT_LIMIT = 10;
  private static final String NO_LIMIT =
      "Validation error in body: [limit: value 0 invalid, must be 1 or larger]";

  /** In the order of the request, without those that do not exist. */
  List<RetrievedPoint> get(GetPoints request) throws IOException {
    Set<PointKey> keys = new LinkedHashSet<>();
    request.getIdsList().forEach(id -> keys.add(PointKey.of(id)));
    Shown shown = Shown.of(request.getWithPayload(), request.getWithVectors());
    return collection()
        .read(searcher -> {
          Map<PointKey, RetrievedPoint> found = found(searcher, keys, shown);
          return keys.stream().map(found::get).filter(Objects::nonNull).toList();
        });
  }

  Scroll.Page scroll(ScrollPoints request) throws IOException {
    if (request.hasOrderBy()) {
      throw VectorRefusal.unimplemented("scrolling by the order of a field");
    }
    int limit = limit(request.hasLimit(), Integer.toUnsignedLong(request.getLimit()));
    Query filter = FilterQuery.of(request.getFilter());
    @Nullable PointKey from = request.hasOffset() ? PointKey.of(request.getOffset()) : null;
    Shown shown = Shown.of(request.getWithPayload(), request.getWithVectors());
    return collection().read(searcher -> Scroll.page(searcher, filter, from, limit, shown));
  }

  /** Always exact. */
  long count(CountPoints request) throws IOException {
    Query filter = FilterQuery.of(request.getFilter());
    return collection().read(searcher -> (long) searcher.count(filter));
  }

  /** Always exact. */
  List<FacetHit> facet(FacetCounts request) throws IOException {
    int limit = limit(request.hasLimit(), request.getLimit());
    Query filter = FilterQuery.of(request.getFilter());
    CollectionIndex collection = collection();
    return switch (collection.schema(request.getKey()).getDataType()) {
      case Integer -> {
        Facets facets = new Facets(request.getKey());
        yield collection.read(searcher -> facets.of(searcher, filter, limit));
      }
      case Keyword -> throw VectorRefusal.unimplemented("facets of words");
      case UnknownType, Float, Geo, Text, Bool, Datetime, Uuid, UNRECOGNIZED ->
          throw VectorRefusal.invalid(
              "Wrong input: No appropriate index for faceting: `"
                  + request.getKey()
                  + "`. Please create one to facet on this field. Check (documentation) to"
                  + " see which payload schemas support Match ");
    };
  }

  /** The nearest points to a vector. */
  List<ScoredPoint> query(QueryPoints request) throws IOException {
    if (request.getPrefetchCount() > 0
        || !request.getUsing().isEmpty()
        || request.getOffset() > 0
        || request.hasScoreThreshold()) {
      throw VectorRefusal.unimplemented(
          "prefetches, named vectors, offsets and thresholds of queries");
    }
    int limit = limit(request.hasLimit(), request.getLimit());
    Query filter = FilterQuery.of(request.getFilter());
    Shown shown = Shown.of(request.getWithPayload(), request.getWithVectors());
    CollectionIndex collection = collection();
    if (!request.getQuery().getNearest().hasDense()) {
      throw VectorRefusal.unimplemented(
          "queries other than for the points nearest to a dense vector");
    }
    Nearest nearest =
        new Nearest(collection.vectors().of(request.getQuery().getNearest().getDense()), limit);
    return collection.read(searcher -> shown(nearest.in(searcher, filter), shown));
  }

  private CollectionIndex collection() throws IOException {
    return catalog.get(name);
  }

  private static Map<PointKey, RetrievedPoint> found(
      IndexSearcher searcher, Collection<PointKey> keys, Shown shown) throws IOException {
    Map<PointKey, RetrievedPoint> found = new HashMap<>();
    Matches matches = new Matches(searcher, FilterQuery.ids(keys));
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      LeafPoints points = new LeafPoints(leaf);
      Matches.Cursor cursor = matches.in(leaf);
      for (int at = cursor.next(); at != Matches.Cursor.END; at = cursor.next()) {
        PointKey key = points.key(at);
        found.put(key, shown.retrieved(points, key, at));
      }
    }
    return found;
  }

  private static List<ScoredPoint> shown(List<Nearest.Hit> hits, Shown shown) throws IOException {
    List<ScoredPoint> points = new ArrayList<>();
    for (Nearest.Hit hit : hits) {
      // A new reader for each, since hits come in the order of their scores.
      points.add(shown.scored(new LeafPoints(hit.leaf()), hit.document(), hit.score()));
    }
    return points;
  }

  private static int limit(boolean given, long limit) {
    if (!given) {
      return DEFAULT_LIMIT;
    }
    if (limit == 0) {
      throw VectorRefusal.invalid(NO_LIMIT);
    }
    return (int) Math.min(limit & Long.MAX_VALUE, Integer.MAX_VALUE / 2);
  }
}
