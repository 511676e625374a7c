package dev.tercet.embedded.vector;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.lucene.codecs.hnsw.FlatVectorsReader;
import org.apache.lucene.index.FilterLeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.FixedBitSet;

/**
 * Finds the points nearest to a vector: by comparing all that pass the filter where they are few or
 * the segment has no graph, otherwise through the graph.
 */
final class Nearest {
  /** Up to this many candidates in a segment, comparing all of them is as fast as a graph. */
  static final int COMPARABLE = 20_000;

  /** A graph is asked for more than is wanted, since it may overlook some. */
  private static final int LEAST_ASKED = 200;

  private final float[] target;
  private final Metric metric;
  private final int limit;
  private final int comparable;

  /**
   * A search for the nearest to a target.
   *
   * @param comparable the most candidates of a segment that are all compared even if it has a graph
   */
  Nearest(float[] target, Metric metric, int limit, int comparable) {
    this.target = target;
    this.metric = metric;
    this.limit = limit;
    this.comparable = comparable;
  }

  /** A point that was found. */
  record Hit(LeafReaderContext leaf, int document, float score) {}

  /** The best first. */
  List<Hit> in(IndexSearcher searcher, Query filter) throws IOException {
    Comparator<Hit> worstFirst =
        metric.largerIsBetter()
            ? Comparator.comparingDouble(Hit::score)
            : Comparator.comparingDouble(Hit::score).reversed();
    PriorityQueue<Hit> best = new PriorityQueue<>(worstFirst);
    Matches matches = new Matches(searcher, filter);
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      FixedBitSet candidates = candidates(leaf, matches.in(leaf));
      LeafPoints points = new LeafPoints(leaf);
      for (int document = next(candidates, 0);
          document != Matches.Cursor.END;
          document = next(candidates, document + 1)) {
        Hit hit = new Hit(leaf, document, metric.score(target, points.vector(document)));
        if (best.size() < limit) {
          best.add(hit);
        } else if (worstFirst.compare(hit, best.element()) > 0) {
          best.poll();
          best.add(hit);
        }
      }
    }
    return best.stream().sorted(worstFirst.reversed()).toList();
  }

  private FixedBitSet candidates(LeafReaderContext leaf, Matches.Cursor cursor) throws IOException {
    int size = leaf.reader().maxDoc();
    FixedBitSet matching = new FixedBitSet(size);
    int count = 0;
    for (int found = cursor.next(); found != Matches.Cursor.END; found = cursor.next()) {
      matching.set(found);
      count++;
    }
    if (count <= Math.max(comparable, limit) || !hasGraph(leaf)) {
      return matching;
    }
    int matchingCount = count;
    TopKnnCollector found = new TopKnnCollector(Math.max(limit, LEAST_ASKED), Integer.MAX_VALUE);
    leaf.reader()
        .searchNearestVectors(
            PointDocument.VECTOR,
            target,
            found,
            AcceptDocs.fromIteratorSupplier(
                () -> new BitSetIterator(matching, matchingCount), null, size));
    FixedBitSet near = new FixedBitSet(size);
    for (ScoreDoc document : found.topDocs().scoreDocs) {
      near.set(document.doc);
    }
    return near;
  }

  private boolean hasGraph(LeafReaderContext leaf) {
    return metric.hasGraph()
        && FilterLeafReader.unwrap(leaf.reader()) instanceof SegmentReader segment
        && !(segment.getVectorReader() instanceof FlatVectorsReader);
  }

  private static int next(FixedBitSet documents, int from) {
    return from < documents.length() ? documents.nextSetBit(from) : Matches.Cursor.END;
  }
}
