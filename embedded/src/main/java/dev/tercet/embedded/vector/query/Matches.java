package dev.tercet.embedded.vector.query;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/** The living documents that a query finds, segment by segment, in the segment's order. */
public final class Matches {
  private final Weight weight;

  public Matches(IndexSearcher searcher, Query query) throws IOException {
    this.weight = searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE_NO_SCORES, 1);
  }

  /** The ids of everything that a query finds. */
  public static Set<PointKey> keys(IndexSearcher searcher, Query query) throws IOException {
    Set<PointKey> keys = new HashSet<>();
    Matches matches = new Matches(searcher, query);
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      LeafPoints points = new LeafPoints(leaf);
      Cursor cursor = matches.in(leaf);
      for (int found = cursor.next(); found != Cursor.END; found = cursor.next()) {
        keys.add(points.key(found));
      }
    }
    return keys;
  }

  public Cursor in(LeafReaderContext leaf) throws IOException {
    Scorer scorer = weight.scorer(leaf);
    return new Cursor(
        scorer == null ? DocIdSetIterator.empty() : scorer.iterator(), leaf.reader().getLiveDocs());
  }

  /** Walks through the documents of one segment. */
  public static final class Cursor {
    public static final int END = DocIdSetIterator.NO_MORE_DOCS;

    private final DocIdSetIterator documents;
    private final @Nullable Bits living;

    private Cursor(DocIdSetIterator documents, @Nullable Bits living) {
      this.documents = documents;
      this.living = living;
    }

    /** The next document, or {@link #END}. */
    public int next() throws IOException {
      return living(documents.nextDoc());
    }

    /** The first document from the given one on, which must lie ahead, or {@link #END}. */
    int from(int document) throws IOException {
      return living(documents.advance(document));
    }

    private int living(int candidate) throws IOException {
      int document = candidate;
      while (document != END && living != null && !living.get(document)) {
        document = documents.nextDoc();
      }
      return document;
    }
  }
}
