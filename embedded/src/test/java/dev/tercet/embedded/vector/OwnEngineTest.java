package dev.tercet.embedded.vector;

import static io.grpc.Status.Code.INVALID_ARGUMENT;
import static io.grpc.Status.Code.UNIMPLEMENTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.qdrant.client.QueryFactory;
import io.qdrant.client.grpc.Collections.CreateCollection;
import io.qdrant.client.grpc.Collections.UpdateCollection;
import io.qdrant.client.grpc.Collections.VectorParamsMap;
import io.qdrant.client.grpc.Points.QueryPoints;
import io.qdrant.client.grpc.Points.SearchPoints;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
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
    Engine.refusal(
        UNIMPLEMENTED, () -> engine.collections().update(UpdateCollection.getDefaultInstance()));
  }

  @Test
  void answersUnimplementedForCollectionsOfNamedVectors() {
    CreateCollection.Builder creation = Engine.creation("named").toBuilder();
    creation.getVectorsConfigBuilder().setParamsMap(VectorParamsMap.getDefaultInstance());

    Engine.refusal(UNIMPLEMENTED, () -> engine.collections().create(creation.build()));
  }
}
