package dev.tercet.embedded.vector;

import java.io.IOException;
import java.util.Collection;
import java.util.Set;
import org.apache.lucene.index.FilteredTermsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.MultiTermQuery;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.util.AttributeSource;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;

/** Finds the points with at least one value under a key that is none of the given ones. */
final class ExceptQuery extends MultiTermQuery {
  private final String key;
  private final BytesRef prefix;
  private final Set<BytesRef> excepted;

  ExceptQuery(String key, Collection<BytesRef> excepted) {
    super(PayloadTerm.FIELD, CONSTANT_SCORE_REWRITE);
    this.key = key;
    BytesRef ofOneType = PayloadTerm.KEYWORD.prefix(key);
    this.prefix = new BytesRef(ofOneType.bytes, ofOneType.offset, ofOneType.length - 1);
    this.excepted = Set.copyOf(excepted);
  }

  @Override
  protected TermsEnum getTermsEnum(Terms terms, AttributeSource attributes) throws IOException {
    return new Others(terms.iterator());
  }

  private final class Others extends FilteredTermsEnum {
    private final BytesRef present = PayloadTerm.PRESENT.prefix(key);
    private final BytesRef isNull = PayloadTerm.NULL.prefix(key);

    Others(TermsEnum all) {
      super(all);
      setInitialSeekTerm(prefix);
    }

    @Override
    protected AcceptStatus accept(BytesRef term) {
      if (!StringHelper.startsWith(term, prefix)) {
        return AcceptStatus.END;
      }
      boolean marker = term.equals(present) || term.equals(isNull);
      return marker || excepted.contains(term) ? AcceptStatus.NO : AcceptStatus.YES;
    }
  }

  @Override
  public void visit(QueryVisitor visitor) {
    visitor.visitLeaf(this);
  }

  @Override
  public String toString(String field) {
    return key + " except " + excepted.size() + " values";
  }

  @Override
  public boolean equals(Object other) {
    return sameClassAs(other)
        && key.equals(((ExceptQuery) other).key)
        && excepted.equals(((ExceptQuery) other).excepted);
  }

  @Override
  public int hashCode() {
    return 31 * classHash() + 31 * key.hashCode() + excepted.hashCode();
  }
}
