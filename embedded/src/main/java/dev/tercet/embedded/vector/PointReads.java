package dev.tercet.embedded.vector;

import io.qdrant.client.grpc.Common.PointId;
import io.qdrant.client.grpc.Points.CountPoints;
import io.qdrant.client.grpc.Points.FacetCounts;
import io.qdrant.client.grpc.Points.FacetHit;
import io.qdrant.client.grpc.Points.GetPoints;
import io.qdrant.client.grpc.Points.QueryPoints;
import io.qdrant.client.grpc.Points.RetrievedPoint;
import io.qdrant.client.grpc.Points.ScoredPoint;
import io.qdrant.client.grpc.Points.ScrollPoints;
import io.qdrant.client.grpc.Points.VectorInput;
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
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
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
      throw Refusal.unimplemented("scrolling by the order of a field");
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
    PayloadTerm type =
        switch (collection.schema(request.getKey()).getDataType()) {
          case Keyword, Uuid -> PayloadTerm.KEYWORD;
          case Integer -> PayloadTerm.INTEGER;
          case Bool -> PayloadTerm.BOOL;
          case UnknownType, Float, Geo, Text, Datetime, UNRECOGNIZED ->
              throw Refusal.invalid(
                  "Wrong input: No appropriate index for faceting: `"
                      + request.getKey()
                      + "`. Please create one to facet on this field. Check (documentation) to"
                      + " see which payload schemas support Match ");
        };
    Facets facets = new Facets(request.getKey(), type);
    return collection.read(searcher -> facets.of(searcher, filter, limit));
  }

  /** The nearest points to a vector or to a point. */
  List<ScoredPoint> query(QueryPoints request) throws IOException {
    if (request.getPrefetchCount() > 0 || !request.getUsing().isEmpty()) {
      throw Refusal.unimplemented("prefetches and named vectors");
    }
    int limit = limit(request.hasLimit(), request.getLimit());
    int offset = Math.toIntExact(Math.min(request.getOffset(), Integer.MAX_VALUE / 2));
    Query filter = FilterQuery.of(request.getFilter());
    Shown shown = Shown.of(request.getWithPayload(), request.getWithVectors());
    boolean asksForNearest = request.getQuery().hasNearest();
    VectorInput nearest = request.getQuery().getNearest();
    Query candidates = asksForNearest ? without(nearest, filter) : filter;
    CollectionIndex collection = collection();
    if (!asksForNearest) {
      throw Refusal.unimplemented("queries other than the nearest points");
    }
    Vectors vectors = collection.vectors();
    return collection.read(searcher -> {
      Nearest search =
          new Nearest(
              target(searcher, nearest, vectors),
              vectors.metric(),
              Math.toIntExact(Math.min((long) limit + offset, Integer.MAX_VALUE / 2)));
      List<Nearest.Hit> hits =
          search.in(searcher, candidates).stream()
              .skip(offset)
              .filter(hit -> isGoodEnough(request, hit.score(), vectors.metric()))
              .toList();
      return shown(hits, shown);
    });
  }

  private static boolean isGoodEnough(QueryPoints request, float score, Metric metric) {
    return !request.hasScoreThreshold()
        || (metric.largerIsBetter()
            ? score >= request.getScoreThreshold()
            : score <= request.getScoreThreshold());
  }

  private static float[] target(IndexSearcher searcher, VectorInput nearest, Vectors vectors)
      throws IOException {
    return nearest.hasId() ? vectorOf(searcher, nearest.getId()) : vectors.of(nearest.getDense());
  }

  /** A point is not among its own neighbours. */
  private static Query without(VectorInput nearest, Query filter) {
    return switch (nearest.getVariantCase()) {
      case DENSE -> filter;
      case ID ->
          new BooleanQuery.Builder()
              .add(filter, Occur.FILTER)
              .add(FilterQuery.ids(List.of(PointKey.of(nearest.getId()))), Occur.MUST_NOT)
              .build();
      case SPARSE, MULTI_DENSE, DOCUMENT, IMAGE, OBJECT ->
          throw Refusal.unimplemented("queries by anything but a dense vector or a point");
      case VARIANT_NOT_SET -> throw Refusal.invalid("Vector input variant is missing");
    };
  }

  private CollectionIndex collection() throws IOException {
    return catalog.get(name);
  }

  private static float[] vectorOf(IndexSearcher searcher, PointId id) throws IOException {
    Matches matches = new Matches(searcher, FilterQuery.ids(List.of(PointKey.of(id))));
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      int document = matches.in(leaf).next();
      if (document != Matches.Cursor.END) {
        return new LeafPoints(leaf).vector(document).clone();
      }
    }
    throw Refusal.notFound("No point with id " + PointKey.of(id) + " found");
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
      throw Refusal.invalid(NO_LIMIT);
    }
    return (int) Math.min(limit & Long.MAX_VALUE, Integer.MAX_VALUE / 2);
  }
}
