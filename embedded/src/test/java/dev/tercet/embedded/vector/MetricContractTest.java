package dev.tercet.embedded.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.qdrant.client.QueryFactory;
import io.qdrant.client.VectorsFactory;
import io.qdrant.client.grpc.Collections.CreateCollection;
import io.qdrant.client.grpc.Collections.DeleteCollection;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.QueryPoints;
import io.qdrant.client.grpc.Points.ScoredPoint;
import io.qdrant.client.grpc.Points.UpsertPoints;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricContractTest {
  @RegisterExtension final Engine engine = Engine.underContract();
  private String name = "";

  @AfterEach
  void delete() {
    engine.collections().delete(DeleteCollection.newBuilder().setCollectionName(name).build());
  }

  @ParameterizedTest
  @CsvSource({"Cosine, 0.96, 0.8", "Dot, 24, 20"})
  void ranksTheNearerOfTwoPointsFirst(Distance distance, float nearer, float farther) {
    create(distance, 2);
    upsert(point(1, 4, 3), point(2, 0, 5));

    List<ScoredPoint> found = search(3, 4);

    assertThat(found).extracting(ScoredPoint::getId).containsExactly(Sample.id(1), Sample.id(2));
    assertThat(found.get(0).getScore()).isEqualTo(nearer, within(1e-5f));
    assertThat(found.get(1).getScore()).isEqualTo(farther, within(1e-5f));
  }

  @Test
  void comparesVectorsOfManyDimensions() {
    float[] vector = new float[4_096];
    vector[4_095] = 2;
    create(Distance.Cosine, vector.length);
    upsert(point(1, vector));

    assertThat(search(vector))
        .singleElement()
        .satisfies(point -> assertThat(point.getScore()).isEqualTo(1, within(1e-5f)));
  }

  private void create(Distance distance, int dimensions) {
    name = engine.collection() + "-" + distance;
    CreateCollection.Builder creation = Engine.creation(name).toBuilder();
    creation.getVectorsConfigBuilder().getParamsBuilder().setSize(dimensions).setDistance(distance);
    engine.collections().create(creation.build());
  }

  private void upsert(PointStruct... points) {
    engine
        .points()
        .upsert(
            UpsertPoints.newBuilder()
                .setCollectionName(name)
                .setWait(true)
                .addAllPoints(List.of(points))
                .build());
  }

  private List<ScoredPoint> search(float... target) {
    return engine
        .points()
        .query(
            QueryPoints.newBuilder()
                .setCollectionName(name)
                .setQuery(QueryFactory.nearest(target))
                .build())
        .getResultList();
  }

  private static PointStruct point(int number, float... vector) {
    return PointStruct.newBuilder()
        .setId(Sample.id(number))
        .setVectors(VectorsFactory.vectors(vector))
        .build();
  }
}
