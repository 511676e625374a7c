package dev.tercet.embedded.vector;

import static io.grpc.Status.Code.UNAUTHENTICATED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.qdrant.client.grpc.Collections.DeleteCollection;
import io.qdrant.client.grpc.Collections.ListCollectionsRequest;
import io.qdrant.client.grpc.CollectionsGrpc;
import io.qdrant.client.grpc.Points.CountPoints;
import io.qdrant.client.grpc.PointsGrpc;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may call the engine; the health checks stay open, as the contract of the services says. */
class KeyCheckTest {
  @RegisterExtension final Engine engine = Engine.ofOurOwn();

  @Test
  void asksEveryCallOnCollectionsAndPointsForTheKey() {
    DeleteCollection deletion =
        DeleteCollection.newBuilder().setCollectionName(engine.collection()).build();
    CountPoints count = CountPoints.newBuilder().setCollectionName(engine.collection()).build();

    assertThat(Engine.refusal(UNAUTHENTICATED, () -> collections(Map.of()).delete(deletion)))
        .isEqualTo("Must provide an API key or an Authorization bearer token");
    Engine.refusal(
        UNAUTHENTICATED, () -> PointsGrpc.newBlockingStub(engine.stranger()).count(count));
    assertThat(engine.points().count(count).getResult().getCount()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "wrong", Engine.KEY + "x", "key-of-the-engine-under-tesT"})
  void refusesAWrongKey(String key) {
    assertThat(Engine.refusal(UNAUTHENTICATED, () -> list(Map.of("api-key", key))))
        .isEqualTo("Invalid API key or JWT");
    assertThat(
            Engine.refusal(UNAUTHENTICATED, () -> list(Map.of("authorization", "Bearer " + key))))
        .isEqualTo("Invalid API key or JWT");
  }

  @Test
  void takesTheKeyInEitherHeaderAndTheOwnOneFirst() {
    assertThat(list(Map.of("api-key", Engine.KEY))).isNotEmpty();
    assertThat(list(Map.of("authorization", "Bearer " + Engine.KEY))).isNotEmpty();
    Engine.refusal(
        UNAUTHENTICATED,
        () -> list(Map.of("api-key", "wrong", "authorization", "Bearer " + Engine.KEY)));
    Engine.refusal(UNAUTHENTICATED, () -> list(Map.of("authorization", "Basic " + Engine.KEY)));
  }

  @Test
  void isNeverEmpty() {
    assertThatThrownBy(() -> new KeyCheck("")).isInstanceOf(IllegalArgumentException.class);
  }

  private String list(Map<String, String> headers) {
    return collections(headers).list(ListCollectionsRequest.getDefaultInstance()).toString();
  }

  private CollectionsGrpc.CollectionsBlockingStub collections(Map<String, String> headers) {
    var metadata = new Metadata();
    headers.forEach((name, value) ->
        metadata.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value));
    return CollectionsGrpc.newBlockingStub(engine.stranger())
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata));
  }
}
