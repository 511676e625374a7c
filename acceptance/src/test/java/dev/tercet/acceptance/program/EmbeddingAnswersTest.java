package dev.tercet.acceptance.program;

import static dev.tercet.acceptance.program.Api.document;
import static dev.tercet.acceptance.program.Api.extractions;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.testkit.EmbeddingEndpoint.Manner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever an embedding endpoint answers, the whole program stores nothing wrong and says why. */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddingAnswersTest {
  private final ProgramOnEndpoint program;

  EmbeddingAnswersTest(@TempDir Path data) throws IOException {
    program = new ProgramOnEndpoint(data);
  }

  @AfterAll
  void stop() {
    program.close();
  }

  @BeforeEach
  void answerWell() {
    program.answerWell();
  }

  @ParameterizedTest
  @EnumSource(names = {"REVERSED", "GAP", "DOUBLED"})
  void findsTheRightPassagesWhateverTheOrderOfTheAnswers(Manner manner) throws Exception {
    String project = manner.name().toLowerCase(Locale.ROOT).replace("_", "");
    program.endpoint.answer(manner);
    List<JsonNode> accepted = program.post(project);
    program.awaitDone(project);
    program.assertVectorsAreThoseOfTheirTexts(project, accepted);
    program.assertSearchesFind(project);
  }

  @ParameterizedTest
  @EnumSource(names = {"FOREIGN", "PAGE"})
  void storesNothingOfAnAnswerThatCannotBeUsed(Manner manner) throws Exception {
    String project = "un" + manner.name().toLowerCase(Locale.ROOT).replace("_", "");
    long before = program.stores.points();
    program.endpoint.answer(manner);
    List<JsonNode> accepted = program.post(project);
    String path = extractions(project) + "/" + accepted.getFirst().path("id").asText();
    program.await("told why", () -> program.api.get(path).json().path("error").has("code"));
    assertThat(program.api.get(path).json().at("/error/code").asText()).startsWith("embedder-");
    assertThat(program.stores.points()).isEqualTo(before);
    assertThat(program.search(project, "letter").status()).isEqualTo(503);

    program.endpoint.answer(Manner.IN_ORDER);
    program.awaitDone(project);
    program.assertVectorsAreThoseOfTheirTexts(project, accepted);
  }

  @Test
  void aTextThatIsRefusedFailsItsDocumentAlone() throws Exception {
    assertThat(program.api.put("/projects/refused", "{}").status()).isEqualTo(201);
    program.endpoint.refuse(Integer.MAX_VALUE, "unspeakable", 422);
    List<JsonNode> accepted =
        program.api.postLines(
            "refused",
            List.of(
                document("good", ProgramOnEndpoint.text("refused", 0)),
                document("bad", "This is an unspeakable letter.")));
    program.api.awaitDone("refused", 1, Duration.ofSeconds(90));
    String bad = extractions("refused") + "/" + accepted.getLast().path("id").asText();
    program.await(
        "failed", () -> program.api.get(bad).json().path("status").asText().equals("failed"));
    JsonNode error = program.api.get(bad).json().path("error");
    assertThat(error.path("code").asText()).isEqualTo("embedder-refused");
    assertThat(error.path("class").asText()).isEqualTo("permanent");
    program.assertVectorsAreThoseOfTheirTexts("refused", accepted.subList(0, 1));

    Api.Answer refused = program.search("refused", "something unspeakable");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().path("code").asText()).isEqualTo("embedder-refused");
    assertThat(refused.json().path("pointer").asText()).isEqualTo("/query");
  }

  @Test
  void aSearchSaysThatTheModelIsAway() throws Exception {
    List<JsonNode> accepted = program.post("away");
    program.awaitDone("away");
    assertThat(accepted).hasSize(ProgramOnEndpoint.DOCUMENTS);
    for (int status : List.of(500, 503, 401)) {
      program.endpoint.fail(status, "");
      Api.Answer answer = program.search("away", "letter");
      assertThat(answer.status()).as(answer.text()).isEqualTo(503);
      assertThat(answer.json().path("code").asText()).isEqualTo("embedder-unavailable");
    }
    program.endpoint.fail(429, "1");
    assertThat(program.search("away", "letter").status()).isEqualTo(503);
    program.endpoint.fail(0, "");
    program.await("searches again", () -> program.search("away", "letter").status() == 200);
    program.assertSearchesFind("away");
  }

  /** The endpoint takes half of what a call holds, so that the refill has to learn that. */
  @Test
  void refillsALostCollectionAndSaysSoAllTheWhile(@TempDir Path data) throws Exception {
    try (var own = new ProgramOnEndpoint(data)) {
      refills(own);
    }
  }

  private static void refills(ProgramOnEndpoint own) throws Exception {
    List<JsonNode> accepted = own.post("lost");
    own.awaitDone("lost");
    own.endpoint.answer(Manner.REVERSED);
    own.endpoint.refuse(32, "\0", 413);
    String query = ProgramOnEndpoint.word("lost", 1, 9);
    own.stores.dropCollection();
    own.await(
        "whole again",
        () -> {
          Api.Answer answer = own.search("lost", query);
          assertThat(answer.status()).as(answer.text()).isEqualTo(200);
          boolean partial = answer.json().path("partial").asBoolean(false);
          assertThat(partial || answer.text().contains(query + " "))
              .as("either whole or said to be partial: " + answer.text())
              .isTrue();
          return !partial;
        });
    own.assertVectorsAreThoseOfTheirTexts("lost", accepted);
    assertThat(own.endpoint.calls()).anyMatch(it -> it.size() > 32).anyMatch(it -> it.size() == 32);
    own.assertSearchesFind("lost");
  }
}
