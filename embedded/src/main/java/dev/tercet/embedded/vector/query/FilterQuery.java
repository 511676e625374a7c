package dev.tercet.embedded.vector.query;

import io.qdrant.client.grpc.Common.Condition;
import io.qdrant.client.grpc.Common.Condition.ConditionOneOfCase;
import io.qdrant.client.grpc.Common.FieldCondition;
import io.qdrant.client.grpc.Common.Filter;
import io.qdrant.client.grpc.Common.Match;
import io.qdrant.client.grpc.Common.PointId;
import io.qdrant.client.grpc.Common.Range;
import java.util.Collection;
import java.util.List;
import org.apache.lucene.document.DoubleField;
import org.apache.lucene.document.DoublePoint;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/** Says Qdrant's filters in Lucene's queries. */
public final class FilterQuery {
  /** Lets every point pass. */
  public static final Query EVERYTHING = new MatchAllDocsQuery();

  private FilterQuery() {}

  /** An empty filter lets everything pass, and so does a list of conditions without content. */
  public static Query of(Filter filter) {
    if (filter.hasMinShould()) {
      throw VectorRefusal.unimplemented("a least number of conditions");
    }
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    query.add(EVERYTHING, Occur.FILTER);
    for (Condition condition : meant(filter.getMustList())) {
      query.add(of(condition), Occur.FILTER);
    }
    for (Condition condition : meant(filter.getMustNotList())) {
      query.add(of(condition), Occur.MUST_NOT);
    }
    query.add(anyOf(meant(filter.getShouldList())), Occur.FILTER);
    return query.build();
  }

  /** A condition without content is none. */
  private static List<Condition> meant(List<Condition> conditions) {
    return conditions.stream()
        .filter(it -> it.getConditionOneOfCase() != ConditionOneOfCase.CONDITIONONEOF_NOT_SET)
        .toList();
  }

  public static Query ids(Collection<PointKey> keys) {
    return new TermInSetQuery(PointDocument.ID, keys.stream().map(PointKey::toTerm).toList());
  }

  private static Query anyOf(List<Condition> conditions) {
    if (conditions.isEmpty()) {
      return EVERYTHING;
    }
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    conditions.forEach(condition -> query.add(of(condition), Occur.SHOULD));
    return query.build();
  }

  private static Query of(Condition condition) {
    return switch (condition.getConditionOneOfCase()) {
      case FIELD -> of(condition.getField());
      case FILTER -> of(condition.getFilter());
      case HAS_ID -> hasId(condition.getHasId().getHasIdList());
      case IS_EMPTY, IS_NULL, NESTED, HAS_VECTOR ->
          throw VectorRefusal.unimplemented("conditions other than on fields, ids and filters");
      case CONDITIONONEOF_NOT_SET -> EVERYTHING; // left out of every list before
    };
  }

  private static Query hasId(List<PointId> ids) {
    return ids(ids.stream().map(PointKey::of).toList());
  }

  private static Query of(FieldCondition field) {
    String key = PayloadChoice.plain(field.getKey());
    if (field.hasMatch()) {
      return of(key, field.getMatch());
    }
    if (field.hasRange()) {
      return of(key, field.getRange());
    }
    throw VectorRefusal.unimplemented("conditions on fields other than match and range");
  }

  private static Query of(String key, Match match) {
    return switch (match.getMatchValueCase()) {
      case KEYWORD -> term(PayloadTerm.keyword(key, match.getKeyword()));
      case INTEGER -> term(PayloadTerm.integer(key, match.getInteger()));
      case KEYWORDS -> keywords(key, match.getKeywords().getStringsList());
      case BOOLEAN, INTEGERS, EXCEPT_KEYWORDS, EXCEPT_INTEGERS, TEXT, PHRASE, TEXT_ANY ->
          throw VectorRefusal.unimplemented("matching other than with words or an integer");
      case MATCHVALUE_NOT_SET -> throw VectorRefusal.invalid("Malformed Match condition");
    };
  }

  private static Query keywords(String key, List<String> values) {
    return new TermInSetQuery(
        PayloadTerm.FIELD, values.stream().map(value -> PayloadTerm.keyword(key, value)).toList());
  }

  private static Query of(String key, Range range) {
    double from =
        Math.max(
            range.hasGte() ? range.getGte() : Double.NEGATIVE_INFINITY,
            range.hasGt() ? DoublePoint.nextUp(range.getGt()) : Double.NEGATIVE_INFINITY);
    double to =
        Math.min(
            range.hasLte() ? range.getLte() : Double.POSITIVE_INFINITY,
            range.hasLt() ? DoublePoint.nextDown(range.getLt()) : Double.POSITIVE_INFINITY);
    return from <= to
        ? DoubleField.newRangeQuery(PointDocument.numbers(key), from, to)
        : new MatchNoDocsQuery("empty range");
  }

  private static Query term(BytesRef term) {
    return new TermQuery(new Term(PayloadTerm.FIELD, term));
  }
}
