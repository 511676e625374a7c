package dev.tercet.pipeline.provider.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.http.client.HttpMethod;
import dev.langchain4j.http.client.HttpRequest;
import dev.tercet.pipeline.provider.embedding.EmbeddingAnswer;
import dev.tercet.pipeline.provider.embedding.EmbeddingInputs;
import dev.tercet.pipeline.provider.embedding.EmbeddingLanes;
import dev.tercet.pipeline.provider.embedding.EmbeddingProtocol;
import dev.tercet.pipeline.provider.exchange.EndpointSettings;
import dev.tercet.pipeline.provider.exchange.ExchangeHttpClient;
import dev.tercet.saga.port.Embedder;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.List;

/**
 * Embeddings from an OpenAI-compatible endpoint, a list of inputs a call. A vector belongs to the
 * text that it names, never to the one of its place in the answer (docs/embedding.md), which is why
 * the endpoint is asked without the library's client.
 */
public final class OpenAiEmbedder implements Embedder {
  private final String model;
  private final int dimension;
  private final EmbeddingLanes lanes;

  /** What is sent to {@code /embeddings}, and read from there. */
  private record Protocol(EndpointSettings settings, int dimension) implements EmbeddingProtocol {
    @Override
    public HttpRequest request(List<String> texts) {
      ObjectNode body = JsonNodeFactory.instance.objectNode().put("model", settings.model());
      ArrayNode input = body.putArray("input");
      texts.forEach(input::add);
      HttpRequest.Builder request =
          HttpRequest.builder()
              .method(HttpMethod.POST)
              .url(settings.baseUrl() + "/embeddings")
              .addHeader("Content-Type", "application/json")
              .body(body.toString());
      if (settings.apiKey() != null) {
        request.addHeader("Authorization", "Bearer " + settings.apiKey());
      }
      return request.build();
    }

    @Override
    public EmbeddingAnswer read(byte[] body, int texts) {
      return EmbeddingReader.read(body, texts, dimension);
    }
  }

  /** An embedder; deadline, address and key are in the settings. */
  public OpenAiEmbedder(
      EndpointSettings settings,
      EmbeddingInputs inputs,
      EmbeddingLanes.Gates gates,
      HttpClient http,
      InstantSource clock) {
    dimension = inputs.dimension();
    model = settings.model() + "-" + dimension;
    var client = new ExchangeHttpClient(http, settings, clock, inputs.answerBytes());
    lanes = new EmbeddingLanes(new Protocol(settings, dimension), inputs.most(), gates, client);
  }

  /** The same model gives vectors of several lengths, which nobody may mix. */
  @Override
  public String model() {
    return model;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public List<Embedded> embed(List<String> texts, Purpose purpose) {
    return lanes.embed(texts, purpose);
  }

  @Override
  public void close() {
    lanes.close();
  }
}
