package dev.tercet.embedded.vector.query;

import io.qdrant.client.grpc.Points.RetrievedPoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * Reads points in id order. Every segment is in that order already, so this merges them, and reads
 * nothing but the page.
 */
public final class Scroll {
  private final PriorityQueue<Segment> segments =
      new PriorityQueue<>(Comparator.comparing(Segment::head));

  /**
   * A page of points.
   *
   * @param next where the next page begins; null on the last one
   */
  public record Page(List<RetrievedPoint> points, @Nullable PointKey next) {}

  private Scroll(IndexSearcher searcher, Query filter, @Nullable PointKey from) throws IOException {
    Matches matches = new Matches(searcher, filter);
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      Segment segment = new Segment(new LeafPoints(leaf), matches.in(leaf));
      int start = from == null ? 0 : firstFrom(leaf, from);
      if (start != Matches.Cursor.END && segment.begin(start)) {
        segments.add(segment);
      }
    }
  }

  /**
   * Reads one page.
   *
   * @param from the least id to show, which need not exist; null for the first
   */
  public static Page page(
      IndexSearcher searcher, Query filter, @Nullable PointKey from, int limit, Shown shown)
      throws IOException {
    Scroll scroll = new Scroll(searcher, filter, from);
    List<RetrievedPoint> points = new ArrayList<>();
    while (points.size() < limit) {
      Segment least = scroll.segments.poll();
      if (least == null) {
        return new Page(points, null);
      }
      points.add(shown.retrieved(least.points, least.head(), least.document));
      if (least.advance()) {
        scroll.segments.add(least);
      }
    }
    @Nullable Segment rest = scroll.segments.peek();
    return new Page(points, rest == null ? null : rest.head());
  }

  /** The document of the least id that is not below the given one. */
  private static int firstFrom(LeafReaderContext leaf, PointKey from) throws IOException {
    @Nullable Terms ids = leaf.reader().terms(PointDocument.ID);
    if (ids == null) {
      return Matches.Cursor.END;
    }
    TermsEnum each = ids.iterator();
    BytesRef least = from.toTerm();
    return each.seekCeil(least) == TermsEnum.SeekStatus.END
        ? Matches.Cursor.END
        : each.postings(null, PostingsEnum.NONE).nextDoc();
  }

  /** A segment with the next of its points at hand. */
  private static final class Segment {
    private final LeafPoints points;
    private final Matches.Cursor cursor;
    private int document;
    private @Nullable PointKey head;

    Segment(LeafPoints points, Matches.Cursor cursor) {
      this.points = points;
      this.cursor = cursor;
    }

    boolean begin(int start) throws IOException {
      return at(cursor.from(start));
    }

    boolean advance() throws IOException {
      return at(cursor.next());
    }

    PointKey head() {
      return java.util.Objects.requireNonNull(head, "the segment is at its end");
    }

    private boolean at(int next) throws IOException {
      document = next;
      head = next == Matches.Cursor.END ? null : points.key(next);
      return head != null;
    }
  }
}
