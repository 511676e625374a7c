package dev.tercet.embedded.vector;

import static io.grpc.Status.Code.NOT_FOUND;
import static org.assertj.core.api.Assertions.assertThat;

import grpc.health.v1.HealthCheck;
import grpc.health.v1.HealthGrpc;
import io.qdrant.client.grpc.Common.PointId;
import io.qdrant.client.grpc.Points.CountPoints;
import io.qdrant.client.grpc.Points.CreateFieldIndexCollection;
import io.qdrant.client.grpc.Points.DeletePoints;
import io.qdrant.client.grpc.Points.FacetCounts;
import io.qdrant.client.grpc.Points.GetPoints;
import io.qdrant.client.grpc.Points.QueryPoints;
import io.qdrant.client.grpc.Points.ScrollPoints;
import io.qdrant.client.grpc.Points.UpsertPoints;
import io.qdrant.client.grpc.PointsGrpc;
import io.qdrant.client.grpc.QdrantGrpc;
import io.qdrant.client.grpc.QdrantOuterClass.HealthCheckReply;
import io.qdrant.client.grpc.QdrantOuterClass.HealthCheckRequest;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ServiceContractTest {
  private static final String ABSENT = "absent";

  @RegisterExtension final Engine engine = Engine.underContract();

  @Test
  void saysThatItIsHealthyAndWhichQdrantItSpeaksLike() {
    HealthCheckReply reply =
        QdrantGrpc.newBlockingStub(engine.client().channel())
            .healthCheck(HealthCheckRequest.getDefaultInstance());

    assertThat(reply.getTitle()).isEqualTo("qdrant - vector search engine");
    assertThat(reply.getVersion()).startsWith("1.18.");
  }

  @Test
  void answersThePlainHealthCheckOfGrpc() {
    assertThat(
            HealthGrpc.newBlockingStub(engine.client().channel())
                .check(HealthCheck.HealthCheckRequest.getDefaultInstance())
                .getStatus())
        .isEqualTo(HealthCheck.HealthCheckResponse.ServingStatus.SERVING);
  }

  static Stream<Arguments> callsOnACollection() {
    PointId id = Sample.id(1);
    return Stream.<Map.Entry<String, Consumer<PointsGrpc.PointsBlockingStub>>>of(
            Map.entry(
                "upsert",
                points ->
                    points.upsert(
                        UpsertPoints.newBuilder()
                            .setCollectionName(ABSENT)
                            .addPoints(Sample.point(1, Map.of()))
                            .build())),
            Map.entry(
                "delete",
                points ->
                    points.delete(
                        DeletePoints.newBuilder()
                            .setCollectionName(ABSENT)
                            .setPoints(Sample.selector(id))
                            .build())),
            Map.entry(
                "create field index",
                points ->
                    points.createFieldIndex(
                        CreateFieldIndexCollection.newBuilder()
                            .setCollectionName(ABSENT)
                            .setFieldName("bucket")
                            .build())),
            Map.entry(
                "get",
                points ->
                    points.get(
                        GetPoints.newBuilder().setCollectionName(ABSENT).addIds(id).build())),
            Map.entry(
                "scroll",
                points ->
                    points.scroll(ScrollPoints.newBuilder().setCollectionName(ABSENT).build())),
            Map.entry(
                "count",
                points -> points.count(CountPoints.newBuilder().setCollectionName(ABSENT).build())),
            Map.entry(
                "facet",
                points ->
                    points.facet(
                        FacetCounts.newBuilder()
                            .setCollectionName(ABSENT)
                            .setKey("bucket")
                            .build())),
            Map.entry(
                "query",
                points -> points.query(QueryPoints.newBuilder().setCollectionName(ABSENT).build())))
        .map(call -> Arguments.argumentSet(call.getKey(), call.getValue()));
  }

  @ParameterizedTest
  @MethodSource("callsOnACollection")
  void answersNotFoundForAnAbsentCollection(Consumer<PointsGrpc.PointsBlockingStub> call) {
    assertThat(Engine.refusal(NOT_FOUND, () -> call.accept(engine.points())))
        .isEqualTo("Not found: Collection `absent` doesn't exist!");
  }
}
