package dev.tercet.embedded.vector;

import static io.grpc.Status.Code.INVALID_ARGUMENT;
import static io.grpc.Status.Code.NOT_FOUND;
import static org.assertj.core.api.Assertions.assertThat;

import io.qdrant.client.grpc.Common.PointId;
import io.qdrant.client.grpc.Points.CountPoints;
import io.qdrant.client.grpc.Points.CreateFieldIndexCollection;
import io.qdrant.client.grpc.Points.DeletePoints;
import io.qdrant.client.grpc.Points.FacetCounts;
import io.qdrant.client.grpc.Points.FieldType;
import io.qdrant.client.grpc.Points.GetPoints;
import io.qdrant.client.grpc.Points.QueryPoints;
import io.qdrant.client.grpc.Points.ScrollPoints;
import io.qdrant.client.grpc.Points.UpsertPoints;
import io.qdrant.client.grpc.PointsGrpc;
import io.qdrant.client.grpc.QdrantGrpc;
import io.qdrant.client.grpc.QdrantOuterClass.HealthCheckReply;
import io.qdrant.client.grpc.QdrantOuterClass.HealthCheckRequest;
import java.util.List;
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
  private static final PointId MALFORMED = PointId.newBuilder().setUuid("not-a-uuid").build();

  @RegisterExtension final Engine engine = Engine.underContract();

  @Test
  void saysThatItIsHealthyAndWhichQdrantItSpeaksLike() {
    HealthCheckReply reply =
        QdrantGrpc.newBlockingStub(engine.stranger())
            .healthCheck(HealthCheckRequest.getDefaultInstance());

    assertThat(reply.getTitle()).isEqualTo("qdrant - vector search engine");
    assertThat(reply.getVersion()).startsWith("1.18.");
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
                            .setFieldType(FieldType.FieldTypeInteger)
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

  static Stream<Arguments> malformedCalls() {
    return Stream.<Map.Entry<String, Consumer<PointsGrpc.PointsBlockingStub>>>of(
            Map.entry(
                "create field index without a type",
                points ->
                    points.createFieldIndex(
                        CreateFieldIndexCollection.newBuilder()
                            .setCollectionName(ABSENT)
                            .setFieldName("bucket")
                            .build())),
            Map.entry(
                "upsert with a malformed id",
                points ->
                    points.upsert(
                        UpsertPoints.newBuilder()
                            .setCollectionName(ABSENT)
                            .addPoints(Sample.point(1, Map.of()).toBuilder().setId(MALFORMED))
                            .build())),
            Map.entry(
                "upsert without vectors",
                points ->
                    points.upsert(
                        UpsertPoints.newBuilder()
                            .setCollectionName(ABSENT)
                            .addPoints(Sample.point(1, Map.of()).toBuilder().clearVectors())
                            .build())),
            Map.entry(
                "delete with a malformed id",
                points ->
                    points.delete(
                        DeletePoints.newBuilder()
                            .setCollectionName(ABSENT)
                            .setPoints(Sample.selector(MALFORMED))
                            .build())),
            Map.entry(
                "get with a malformed id",
                points ->
                    points.get(
                        GetPoints.newBuilder()
                            .setCollectionName(ABSENT)
                            .addIds(MALFORMED)
                            .build())),
            Map.entry(
                "scroll without a limit",
                points ->
                    points.scroll(
                        ScrollPoints.newBuilder().setCollectionName(ABSENT).setLimit(0).build())),
            Map.entry(
                "scroll from a malformed id",
                points ->
                    points.scroll(
                        ScrollPoints.newBuilder()
                            .setCollectionName(ABSENT)
                            .setOffset(MALFORMED)
                            .build())),
            Map.entry(
                "query without a limit",
                points ->
                    points.query(
                        QueryPoints.newBuilder().setCollectionName(ABSENT).setLimit(0).build())))
        .map(call -> Arguments.argumentSet(call.getKey(), call.getValue()));
  }

  /** What is asked is understood before the collection is looked for. */
  @ParameterizedTest
  @MethodSource("malformedCalls")
  void refusesAMalformedCallBeforeAnAbsentCollection(Consumer<PointsGrpc.PointsBlockingStub> call) {
    Engine.refusal(INVALID_ARGUMENT, () -> call.accept(engine.points()));
  }

  @Test
  void saysThatTheTypeOfAnIndexIsMissing() {
    for (String collection : List.of(ABSENT, engine.collection())) {
      assertThat(
              Engine.refusal(
                  INVALID_ARGUMENT,
                  () ->
                      engine
                          .points()
                          .createFieldIndex(
                              CreateFieldIndexCollection.newBuilder()
                                  .setCollectionName(collection)
                                  .setFieldName("bucket")
                                  .build())))
          .isEqualTo("cannot convert field_type");
    }
  }
}
