package dev.tercet.embedded.vector;

import static io.grpc.Status.Code.INVALID_ARGUMENT;
import static io.qdrant.client.ConditionFactory.match;
import static io.qdrant.client.ConditionFactory.matchKeyword;
import static io.qdrant.client.ValueFactory.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.qdrant.client.grpc.Common.Filter;
import io.qdrant.client.grpc.Points.FacetCounts;
import io.qdrant.client.grpc.Points.FacetHit;
import io.qdrant.client.grpc.Points.FacetValue;
import io.qdrant.client.grpc.Points.FieldType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FacetContractTest {
  @RegisterExtension final Engine engine = Engine.underContract();
  private final Sample sample = new Sample(engine);

  @Test
  void countsTheMostFrequentFirstAndEqualsByValue() {
    put(1, 1, 1, 3, 3, 0, 0, 2, 2, 4);

    assertThat(facet("bucket", Filter.getDefaultInstance(), 10))
        .containsExactly(hit(1, 3), hit(0, 2), hit(2, 2), hit(3, 2), hit(4, 1));
  }

  @Test
  void countsBehindAFilterOnly() {
    put(1, 1, 1, 3, 3, 0);

    assertThat(facet("bucket", Sample.must(matchKeyword("project", "odd")), 10))
        .containsExactly(hit(1, 2), hit(3, 1));
  }

  @Test
  void stopsAtItsLimit() {
    put(1, 1, 1, 3, 3, 0);

    assertThat(facet("bucket", Filter.getDefaultInstance(), 2))
        .containsExactly(hit(1, 3), hit(3, 2));
  }

  @Test
  void countsTenValuesUnlessToldOtherwise() {
    put(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);

    assertThat(
            engine
                .points()
                .facet(
                    FacetCounts.newBuilder()
                        .setCollectionName(engine.collection())
                        .setKey("bucket")
                        .setExact(true)
                        .build())
                .getHitsList())
        .hasSize(10);
  }

  @Test
  void forgetsWhatWasReplacedOrDeleted() {
    put(1, 1, 3);
    facet("bucket", Filter.getDefaultInstance(), 10);
    sample.upsert(Sample.point(1, Map.of("bucket", value(3), "project", value("odd"))));
    sample.delete(Sample.selector(Sample.must(match("bucket", 1))));

    assertThat(facet("bucket", Filter.getDefaultInstance(), 10)).containsExactly(hit(3, 2));
  }

  @Test
  void refusesAFieldWithoutAnIndex() {
    sample.upsert(Sample.point(1, Map.of("generation", value(1))));

    assertThat(
            Engine.refusal(
                INVALID_ARGUMENT, () -> facet("generation", Filter.getDefaultInstance(), 10)))
        .startsWith("Wrong input: No appropriate index for faceting: `generation`.");
  }

  @Test
  void refusesAFieldWhoseIndexWasDroppedUntilItHasOneAgain() {
    put(1, 1, 3);
    sample.dropIndex("bucket");

    assertThat(
            Engine.refusal(
                INVALID_ARGUMENT, () -> facet("bucket", Filter.getDefaultInstance(), 10)))
        .startsWith("Wrong input: No appropriate index for faceting: `bucket`.");
    assertThat(sample.count()).isEqualTo(3);

    sample.index("bucket", FieldType.FieldTypeInteger);
    assertThat(facet("bucket", Filter.getDefaultInstance(), 10))
        .containsExactly(hit(1, 2), hit(3, 1));
  }

  /** Points 1 and up in these buckets; odd and even ones are different projects by position. */
  private void put(int... buckets) {
    sample.index("bucket", FieldType.FieldTypeInteger);
    for (int i = 1; i <= buckets.length; i++) {
      sample.upsert(
          Sample.point(
              i,
              Map.of(
                  "bucket", value(buckets[i - 1]), "project", value(i % 2 == 1 ? "odd" : "even"))));
    }
  }

  private List<FacetHit> facet(String field, Filter filter, int limit) {
    return engine
        .points()
        .facet(
            FacetCounts.newBuilder()
                .setCollectionName(engine.collection())
                .setKey(field)
                .setFilter(filter)
                .setLimit(limit)
                .setExact(true)
                .build())
        .getHitsList();
  }

  private static FacetHit hit(long bucket, long count) {
    return FacetHit.newBuilder()
        .setValue(FacetValue.newBuilder().setIntegerValue(bucket))
        .setCount(count)
        .build();
  }
}
