package dev.tercet.embedded.vector;

import static io.grpc.Status.Code.INVALID_ARGUMENT;
import static io.grpc.Status.Code.UNIMPLEMENTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.qdrant.client.ConditionFactory;
import io.qdrant.client.QueryFactory;
import io.qdrant.client.WithPayloadSelectorFactory;
import io.qdrant.client.grpc.Collections.CollectionParamsDiff;
import io.qdrant.client.grpc.Collections.CreateCollection;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.UpdateCollection;
import io.qdrant.client.grpc.Collections.VectorParamsMap;
import io.qdrant.client.grpc.Common.Filter;
import io.qdrant.client.grpc.Points.FacetCounts;
import io.qdrant.client.grpc.Points.FieldType;
import io.qdrant.client.grpc.Points.QueryPoints;
import io.qdrant.client.grpc.Points.SearchPoints;
import io.qdrant.client.grpc.Points.UpdateMode;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the engine is stricter than a real Qdrant on purpose, and what it does not offer. */
class OwnEngineTest {
  @RegisterExtension final Engine engine = Engine.ofOurOwn();
  private final Sample sample = new Sample(engine);

  /** A real one takes them, and NaN then ranks first in every search. */
  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void refusesNumbersThatAreNotFinite(float number) {
    Engine.refusal(
        INVALID_ARGUMENT,
        () -> sample.upsert(Sample.point(1, Map.of()), Sample.point(2, Map.of(), 1, number, 0)));
    Engine.refusal(
        INVALID_ARGUMENT,
        () ->
            engine
                .points()
                .query(
                    QueryPoints.newBuilder()
                        .setCollectionName(engine.collection())
                        .setQuery(QueryFactory.nearest(1, number, 0))
                        .build()));
    assertThat(sample.count()).isZero();
  }

  /** A real one takes it, although it has no direction. */
  @Test
  void refusesAZeroVector() {
    Engine.refusal(INVALID_ARGUMENT, () -> sample.upsert(Sample.point(1, Map.of(), 0, 0, 0)));
  }

  @Test
  void answersUnimplementedForCallsThatItDoesNotOffer() {
    Engine.refusal(UNIMPLEMENTED, () -> engine.points().search(SearchPoints.getDefaultInstance()));
    var params =
        UpdateCollection.newBuilder()
            .setCollectionName(engine.collection())
            .setParams(CollectionParamsDiff.newBuilder().setReplicationFactor(2));
    Engine.refusal(UNIMPLEMENTED, () -> engine.collections().update(params.build()));
  }

  /** Options that a real one knows; leaving them out in silence would be a wrong answer. */
  static Stream<Arguments> unknownOptions() {
    var condition = ConditionFactory.match("n", 1);
    return Stream.of(
        filtering("least number", it -> it.getMinShouldBuilder().addConditions(condition)),
        filtering("empty", it -> it.addMust(ConditionFactory.isEmpty("n"))),
        filtering("null", it -> it.addMust(ConditionFactory.isNull("n"))),
        filtering("truth", it -> it.addMustNot(ConditionFactory.match("n", true))),
        filtering("integers", it -> it.addShould(ConditionFactory.matchValues("n", List.of(1L)))),
        filtering("path", it -> it.addMust(ConditionFactory.match("a.n", 1))),
        filtering("elements", it -> it.addMust(ConditionFactory.match("n[]", 1))),
        querying("offset", it -> it.setOffset(1)),
        querying("threshold", it -> it.setScoreThreshold(0.5f)),
        querying("point", it -> it.setQuery(QueryFactory.nearest(Sample.id(1)))),
        querying("all but", it -> it.setWithPayload(WithPayloadSelectorFactory.exclude(List.of()))),
        querying(
            "inside", it -> it.setWithPayload(WithPayloadSelectorFactory.include(List.of("a.b")))));
  }

  @ParameterizedTest
  @MethodSource("unknownOptions")
  void answersUnimplementedForOptionsThatItDoesNotKnow(Consumer<QueryPoints.Builder> option) {
    QueryPoints.Builder query =
        QueryPoints.newBuilder()
            .setCollectionName(engine.collection())
            .setQuery(QueryFactory.nearest(1, 0, 0));
    option.accept(query);

    Engine.refusal(UNIMPLEMENTED, () -> engine.points().query(query.build()));
  }

  private static Arguments filtering(String name, Consumer<Filter.Builder> filter) {
    return querying(name, it -> filter.accept(it.getFilterBuilder()));
  }

  private static Arguments querying(String name, Consumer<QueryPoints.Builder> option) {
    return Arguments.argumentSet(name, option);
  }

  @ParameterizedTest
  @EnumSource(
      value = UpdateMode.class,
      names = {"InsertOnly", "UpdateOnly"})
  void answersUnimplementedForUpsertsOfAnotherMode(UpdateMode mode) {
    var upsert = sample.upserting(Sample.point(1, Map.of())).setUpdateMode(mode).build();

    Engine.refusal(UNIMPLEMENTED, () -> engine.points().upsert(upsert));
    assertThat(sample.count()).isZero();
  }

  @Test
  void answersUnimplementedForDistancesThatItDoesNotCompareBy() {
    CreateCollection.Builder creation = Engine.creation("far").toBuilder();
    creation.getVectorsConfigBuilder().getParamsBuilder().setDistance(Distance.Euclid);

    Engine.refusal(UNIMPLEMENTED, () -> engine.collections().create(creation.build()));
  }

  @Test
  void answersUnimplementedForIndexesAndFacetsOfOtherValues() {
    sample.index("word", FieldType.FieldTypeKeyword);

    Engine.refusal(UNIMPLEMENTED, () -> sample.index("flag", FieldType.FieldTypeBool));
    Engine.refusal(
        UNIMPLEMENTED,
        () ->
            engine
                .points()
                .facet(
                    FacetCounts.newBuilder()
                        .setCollectionName(engine.collection())
                        .setKey("word")
                        .build()));
  }

  @Test
  void answersUnimplementedForCollectionsOfNamedVectors() {
    CreateCollection.Builder creation = Engine.creation("named").toBuilder();
    creation.getVectorsConfigBuilder().setParamsMap(VectorParamsMap.getDefaultInstance());

    Engine.refusal(UNIMPLEMENTED, () -> engine.collections().create(creation.build()));
  }
}
