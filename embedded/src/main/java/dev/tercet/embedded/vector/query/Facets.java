package dev.tercet.embedded.vector.query;

import io.qdrant.client.grpc.Points.FacetHit;
import io.qdrant.client.grpc.Points.FacetValue;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.StringHelper;
import org.jspecify.annotations.Nullable;

/** Counts the points under each integer of a field, exactly, by walking the field's terms. */
public record Facets(String key) {
  /** The most frequent first, equals by their value; ordered from the worst here. */
  private static final Comparator<Hit> WORST_FIRST =
      Comparator.comparingLong(Hit::count).thenComparing(Hit::term, Comparator.reverseOrder());

  private record Hit(BytesRef term, long count) {}

  public List<FacetHit> of(IndexSearcher searcher, Query filter, int limit) throws IOException {
    IndexReader reader = searcher.getIndexReader();
    @Nullable Terms terms = MultiTerms.getTerms(reader, PayloadTerm.FIELD);
    if (terms == null) {
      return List.of();
    }
    FixedBitSet accepted = accepted(searcher, filter);
    PriorityQueue<Hit> best = new PriorityQueue<>(WORST_FIRST);
    BytesRef prefix = PayloadTerm.INTEGER.prefix(key);
    TermsEnum each = terms.iterator();
    @Nullable PostingsEnum postings = null;
    if (each.seekCeil(prefix) == TermsEnum.SeekStatus.END) {
      return List.of();
    }
    for (BytesRef term = each.term();
        term != null && StringHelper.startsWith(term, prefix);
        term = each.next()) {
      postings = each.postings(postings, PostingsEnum.NONE);
      long count = count(postings, accepted);
      if (count > 0) {
        best.add(new Hit(BytesRef.deepCopyOf(term), count));
        if (best.size() > limit) {
          best.poll();
        }
      }
    }
    return best.stream()
        .sorted(WORST_FIRST.reversed())
        .map(hit -> hit(PayloadTerm.integer(hit.term(), prefix), hit.count()))
        .toList();
  }

  private static FixedBitSet accepted(IndexSearcher searcher, Query filter) throws IOException {
    FixedBitSet accepted = new FixedBitSet(Math.max(1, searcher.getIndexReader().maxDoc()));
    Matches matches = new Matches(searcher, filter);
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      Matches.Cursor cursor = matches.in(leaf);
      for (int found = cursor.next(); found != Matches.Cursor.END; found = cursor.next()) {
        accepted.set(leaf.docBase + found);
      }
    }
    return accepted;
  }

  private static long count(PostingsEnum postings, FixedBitSet accepted) throws IOException {
    long count = 0;
    for (int found = postings.nextDoc();
        found != PostingsEnum.NO_MORE_DOCS;
        found = postings.nextDoc()) {
      if (accepted.get(found)) {
        count++;
      }
    }
    return count;
  }

  private static FacetHit hit(long value, long count) {
    return FacetHit.newBuilder()
        .setValue(FacetValue.newBuilder().setIntegerValue(value))
        .setCount(count)
        .build();
  }
}
