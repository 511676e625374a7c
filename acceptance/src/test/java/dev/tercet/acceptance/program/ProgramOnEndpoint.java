package dev.tercet.acceptance.program;

import static dev.tercet.acceptance.program.Api.document;
import static dev.tercet.acceptance.program.Api.extractions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.testkit.EmbeddingEndpoint;
import dev.tercet.testkit.EmbeddingEndpoint.Manner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The program with the stand-in for an embedding endpoint, and documents whose vectors are known.
 */
final class ProgramOnEndpoint implements AutoCloseable {
  static final int DOCUMENTS = 4;

  private static final int DIMENSION = 1_024;
  private static final int SENTENCES = 40;
  private static final Duration LONG = Duration.ofSeconds(90);

  final EmbeddingEndpoint endpoint;
  final Api api;
  final RunningStores stores;
  private final Tercet tercet;

  ProgramOnEndpoint(Path data) throws IOException {
    endpoint = new EmbeddingEndpoint(DIMENSION);
    tercet =
        Tercet.serve(
            data,
            Map.of(
                "TERCET_EMBEDDING_PROVIDER", "openai",
                "TERCET_EMBEDDING_BASE_URL", endpoint.address().toString(),
                "TERCET_EMBEDDING_MODEL", "stand-in",
                "TERCET_EMBEDDING_DIMENSION", Integer.toString(DIMENSION),
                "TERCET_PASSAGE_MAX_CHARACTERS", "100",
                "TERCET_RETRY_BASE_DELAY", "50ms",
                "TERCET_RETRY_MAX_DELAY", "500ms",
                "TERCET_RETRY_MAX_ATTEMPTS", "1000"));
    api = tercet.api();
    stores = RunningStores.of(data);
  }

  @Override
  public void close() {
    tercet.close();
    endpoint.close();
  }

  /** The endpoint answers as it should. */
  void answerWell() {
    endpoint.answer(Manner.IN_ORDER);
    endpoint.refuse(Integer.MAX_VALUE, "\0", 0);
    endpoint.fail(0, "");
  }

  /** About as many passages as sentences, each with a word that no other has. */
  static String text(String project, int number) {
    return IntStream.range(0, SENTENCES)
        .mapToObj(it ->
            "Sentence %d of letter %d speaks at some length of %s and then of nothing else."
                .formatted(it, number, word(project, number, it)))
        .collect(Collectors.joining("\n\n"));
  }

  static String word(String project, int number, int sentence) {
    return "word%s%dx%d".formatted(project, number, sentence);
  }

  List<JsonNode> post(String project) throws Exception {
    assertThat(api.put("/projects/" + project, "{}").status()).isEqualTo(201);
    return api.postLines(
        project,
        IntStream.range(0, DOCUMENTS)
            .mapToObj(it -> document("letter " + it, text(project, it)))
            .toList());
  }

  Api.Answer search(String project, String query) throws Exception {
    return api.post(
        "/projects/" + project + "/search", "{\"query\":\"" + query + "\",\"limit\":1}");
  }

  void assertSearchesFind(String project) throws Exception {
    for (int number = 0; number < DOCUMENTS; number++) {
      for (int sentence = 0; sentence < SENTENCES; sentence += 9) {
        String word = word(project, number, sentence);
        Api.Answer answer = search(project, word);
        assertThat(answer.json().path("items").path(0).path("text").asText())
            .as(answer.text())
            .contains(word + " ");
      }
    }
  }

  /** Every point holds the vector that its own passage's text has. */
  void assertVectorsAreThoseOfTheirTexts(String project, List<JsonNode> accepted) throws Exception {
    Map<String, float[]> vectors = stores.vectors();
    for (JsonNode extraction : accepted) {
      String id = extraction.path("id").asText();
      String path = extractions(project) + "/" + id + "/passages";
      JsonNode passages = api.get(path).json().path("items");
      assertThat(passages.size()).isGreaterThanOrEqualTo(SENTENCES);
      for (JsonNode passage : passages) {
        String text = passage.path("text").asText();
        float[] own = EmbeddingEndpoint.vectorOf(text, DIMENSION);
        float[] stored =
            vectors.getOrDefault(id + "/" + passage.path("ordinal").asInt(), new float[0]);
        assertThat(stored).as(text).hasSize(DIMENSION);
        for (int at = 0; at < DIMENSION; at++) {
          assertThat(stored[at]).as(text).isEqualTo(own[at], within(1e-5f));
        }
      }
    }
  }

  void awaitDone(String project) throws Exception {
    api.awaitDone(project, DOCUMENTS, LONG);
  }

  void await(String what, Callable<Boolean> isSo) throws Exception {
    api.await(what, LONG, isSo);
  }
}
