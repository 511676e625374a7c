package dev.tercet.embedded.vector;

import static io.grpc.Status.Code.ALREADY_EXISTS;
import static io.grpc.Status.Code.INVALID_ARGUMENT;
import static io.grpc.Status.Code.NOT_FOUND;
import static org.assertj.core.api.Assertions.assertThat;

import io.qdrant.client.ValueFactory;
import io.qdrant.client.grpc.Collections.CollectionDescription;
import io.qdrant.client.grpc.Collections.CollectionExistsRequest;
import io.qdrant.client.grpc.Collections.CollectionInfo;
import io.qdrant.client.grpc.Collections.CollectionOperationResponse;
import io.qdrant.client.grpc.Collections.CollectionStatus;
import io.qdrant.client.grpc.Collections.CreateCollection;
import io.qdrant.client.grpc.Collections.DeleteCollection;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.GetCollectionInfoRequest;
import io.qdrant.client.grpc.Collections.HnswConfigDiff;
import io.qdrant.client.grpc.Collections.IntegerIndexParams;
import io.qdrant.client.grpc.Collections.KeywordIndexParams;
import io.qdrant.client.grpc.Collections.ListCollectionsRequest;
import io.qdrant.client.grpc.Collections.PayloadIndexParams;
import io.qdrant.client.grpc.Collections.PayloadSchemaType;
import io.qdrant.client.grpc.Collections.UpdateCollection;
import io.qdrant.client.grpc.Points.FieldType;
import io.qdrant.client.grpc.Points.UpdateStatus;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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

  @Test
  void tellsTheGraphOfACollectionWhoseCreatorSaidNothingOfIt() {
    HnswConfigDiff graph = info(name).getConfig().getHnswConfig();

    assertThat(graph.getM()).isEqualTo(16);
    assertThat(graph.hasPayloadM()).isFalse();
  }

  @Test
  void keepsTheGraphThatACollectionIsCreatedWith() {
    engine.collections().delete(DeleteCollection.newBuilder().setCollectionName(name).build());
    engine
        .collections()
        .create(
            Engine.creation(name).toBuilder()
                .setHnswConfig(HnswConfigDiff.newBuilder().setM(0).setPayloadM(16))
                .build());

    HnswConfigDiff graph = info(name).getConfig().getHnswConfig();
    assertThat(graph.hasM()).isTrue();
    assertThat(graph.getM()).isZero();
    assertThat(graph.getPayloadM()).isEqualTo(16);
    assertThat(graph.getEfConstruct()).as("as of any other").isEqualTo(100);
  }

  @Test
  void changesOfTheGraphWhatAnUpdateSaysAndNothingElse() {
    sample.upsert(Sample.point(1, Map.of()));
    assertThat(update(HnswConfigDiff.newBuilder().setPayloadM(8)).getResult()).isTrue();
    assertThat(update(HnswConfigDiff.newBuilder().setM(0)).getResult()).isTrue();

    HnswConfigDiff graph = info(name).getConfig().getHnswConfig();
    assertThat(graph.getM()).isZero();
    assertThat(graph.getPayloadM()).isEqualTo(8);
    assertThat(sample.count()).isEqualTo(1);
  }

  @Test
  void missesTheCollectionThatAnUpdateNames() {
    engine.collections().delete(DeleteCollection.newBuilder().setCollectionName(name).build());

    assertThat(
            Engine.refusal(
                NOT_FOUND, () -> update(HnswConfigDiff.newBuilder().setM(0).setPayloadM(16))))
        .isEqualTo("Not found: Collection `" + name + "` doesn't exist!");
  }

  @Test
  void tellsTheParametersOfAnIndexAndReplacesThemWithIt() {
    sample.index("word", FieldType.FieldTypeKeyword, words(true, null));
    sample.index("number", FieldType.FieldTypeInteger, numbers());

    assertThat(parameters("word").getKeywordIndexParams().getIsTenant()).isTrue();
    assertThat(parameters("word").getKeywordIndexParams().hasEnableHnsw()).isFalse();
    assertThat(parameters("number").getIntegerIndexParams().hasEnableHnsw()).isTrue();
    assertThat(parameters("number").getIntegerIndexParams().getEnableHnsw()).isFalse();

    assertThat(sample.dropIndex("word").getStatus()).isEqualTo(UpdateStatus.Completed);
    assertThat(info(name).getPayloadSchemaMap()).containsOnlyKeys("number");
    sample.index("word", FieldType.FieldTypeKeyword, words(false, false));
    assertThat(parameters("word").getKeywordIndexParams().getIsTenant()).isFalse();
    assertThat(parameters("word").getKeywordIndexParams().getEnableHnsw()).isFalse();
  }

  @Test
  void dropsAnIndexThatIsNotThere() {
    assertThat(sample.dropIndex("absent").getStatus()).isEqualTo(UpdateStatus.Completed);
  }

  private PayloadIndexParams parameters(String field) {
    return info(name).getPayloadSchemaOrThrow(field).getParams();
  }

  private static PayloadIndexParams words(boolean tenant, @Nullable Boolean graph) {
    KeywordIndexParams.Builder words = KeywordIndexParams.newBuilder().setIsTenant(tenant);
    if (graph != null) {
      words.setEnableHnsw(graph);
    }
    return PayloadIndexParams.newBuilder().setKeywordIndexParams(words).build();
  }

  private static PayloadIndexParams numbers() {
    return PayloadIndexParams.newBuilder()
        .setIntegerIndexParams(
            IntegerIndexParams.newBuilder().setLookup(true).setRange(true).setEnableHnsw(false))
        .build();
  }

  private CollectionOperationResponse update(HnswConfigDiff.Builder graph) {
    return engine
        .collections()
        .update(UpdateCollection.newBuilder().setCollectionName(name).setHnswConfig(graph).build());
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
