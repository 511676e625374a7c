package dev.tercet.embedded.vector;

import static io.grpc.Status.Code.ALREADY_EXISTS;
import static io.grpc.Status.Code.INVALID_ARGUMENT;
import static io.grpc.Status.Code.NOT_FOUND;
import static org.assertj.core.api.Assertions.assertThat;

import io.qdrant.client.ValueFactory;
import io.qdrant.client.grpc.Collections.CollectionDescription;
import io.qdrant.client.grpc.Collections.CollectionExistsRequest;
import io.qdrant.client.grpc.Collections.CollectionInfo;
import io.qdrant.client.grpc.Collections.CollectionStatus;
import io.qdrant.client.grpc.Collections.CreateCollection;
import io.qdrant.client.grpc.Collections.DeleteCollection;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.GetCollectionInfoRequest;
import io.qdrant.client.grpc.Collections.ListCollectionsRequest;
import io.qdrant.client.grpc.Collections.PayloadSchemaType;
import io.qdrant.client.grpc.Points.FieldType;
import io.qdrant.client.grpc.Points.UpdateStatus;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CollectionsContractTest {
  @RegisterExtension final Engine engine = Engine.underContract();
  private final Sample sample = new Sample(engine);
  private String name = "";

  @BeforeEach
  void takeTheName() {
    name = engine.collection();
  }

  @Test
  void knowsWhichCollectionsExist() {
    assertThat(exists(name)).isTrue();
    assertThat(exists("absent")).isFalse();
    assertThat(
            engine
                .collections()
                .list(ListCollectionsRequest.getDefaultInstance())
                .getCollectionsList())
        .contains(CollectionDescription.newBuilder().setName(name).build());
  }

  @Test
  void describesACollection() {
    sample.upsert(Sample.point(1, Map.of()), Sample.point(2, Map.of()));

    CollectionInfo info = info(name);

    assertThat(info.getStatus()).isEqualTo(CollectionStatus.Green);
    assertThat(info.getPointsCount()).isEqualTo(2);
    assertThat(info.getConfig().getParams().getVectorsConfig().getParams().getSize()).isEqualTo(3);
    assertThat(info.getConfig().getParams().getVectorsConfig().getParams().getDistance())
        .isEqualTo(Distance.Cosine);
  }

  @Test
  void answersNotFoundForTheDescriptionOfAnAbsentOne() {
    assertThat(Engine.refusal(NOT_FOUND, () -> info("absent")))
        .isEqualTo("Not found: Collection `absent` doesn't exist!");
  }

  @Test
  void refusesToCreateACollectionTwice() {
    assertThat(
            Engine.refusal(
                ALREADY_EXISTS, () -> engine.collections().create(Engine.creation(name))))
        .isEqualTo("Wrong input: Collection `" + name + "` already exists!");
  }

  @Test
  void refusesVectorsOfNoDimension() {
    CreateCollection.Builder creation = Engine.creation(name + "-none").toBuilder();
    creation.getVectorsConfigBuilder().getParamsBuilder().setSize(0);

    assertThat(
            Engine.refusal(INVALID_ARGUMENT, () -> engine.collections().create(creation.build())))
        .isEqualTo(
            "Validation error in body: [vectors_config.config.size: value 0 invalid, must be from"
                + " 1 to 65536]");
  }

  @Test
  void refusesANameWithASlash() {
    assertThat(
            Engine.refusal(
                INVALID_ARGUMENT, () -> engine.collections().create(Engine.creation("a/b"))))
        .isEqualTo(
            "Validation error in body: [collection_name: collection name cannot contain \"/\""
                + " char]");
  }

  @Test
  void deletesACollectionOnceAndSaysNothingTheSecondTime() {
    DeleteCollection deletion = DeleteCollection.newBuilder().setCollectionName(name).build();

    assertThat(engine.collections().delete(deletion).getResult()).isTrue();
    assertThat(engine.collections().delete(deletion).getResult()).isFalse();
    assertThat(exists(name)).isFalse();
  }

  @Test
  void createsADeletedCollectionAnewAndEmpty() {
    sample.upsert(Sample.point(1, Map.of("word", ValueFactory.value("x"))));
    engine.collections().delete(DeleteCollection.newBuilder().setCollectionName(name).build());
    engine.collections().create(Engine.creation(name));

    assertThat(sample.count()).isZero();
  }

  @Test
  void indexesAFieldAgainAndAgain() {
    assertThat(sample.index("project", FieldType.FieldTypeKeyword).getStatus())
        .isEqualTo(UpdateStatus.Completed);
    assertThat(sample.index("project", FieldType.FieldTypeKeyword).getStatus())
        .isEqualTo(UpdateStatus.Completed);
    assertThat(info(name).getPayloadSchemaMap().get("project"))
        .extracting(schema -> schema.getDataType())
        .isEqualTo(PayloadSchemaType.Keyword);
  }

  private boolean exists(String collection) {
    return engine
        .collections()
        .collectionExists(
            CollectionExistsRequest.newBuilder().setCollectionName(collection).build())
        .getResult()
        .getExists();
  }

  private CollectionInfo info(String collection) {
    return engine
        .collections()
        .get(GetCollectionInfoRequest.newBuilder().setCollectionName(collection).build())
        .getResult();
  }
}
