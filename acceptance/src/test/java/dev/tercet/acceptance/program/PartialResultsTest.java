package dev.tercet.acceptance.program;

import static dev.tercet.acceptance.program.Api.document;
import static dev.tercet.acceptance.program.Api.extractions;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ten passages of which the model refuses one: nine are found, and a retry pays for one. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PartialResultsTest {
  private static final String REFUSED = "unspeakable";

  private final ModelEndpoint endpoint = new ModelEndpoint();
  private final Tercet tercet;
  private final Api api;

  PartialResultsTest(@TempDir Path data) throws IOException {
    tercet =
        Tercet.asking(endpoint.address(), data, Map.of("TERCET_PASSAGE_MAX_CHARACTERS", "100"));
    api = tercet.api();
  }

  @AfterAll
  void stop() {
    tercet.close();
    endpoint.close();
  }

  /** Ten paragraphs, each of which is a passage; the fourth has the word that is refused. */
  private static String text(String project) {
    return IntStream.range(0, 10)
        .mapToObj(it ->
            "Paragraph %d of %s speaks of %s, and then it says at length nothing else."
                .formatted(it, project, it == 3 ? REFUSED : "thing" + it))
        .collect(Collectors.joining("\n\n"));
  }

  private JsonNode posted(String project) throws Exception {
    Api.Answer answer =
        api.post(extractions(project) + "?wait=60s", document("a letter", text(project)));
    assertThat(answer.status()).as(answer.text()).isIn(200, 202);
    return answer.json();
  }

  private List<Integer> found(String project) throws Exception {
    JsonNode items =
        api.post(
                "/projects/" + project + "/search",
                "{\"query\":\"paragraph at length\",\"limit\":50}")
            .json()
            .path("items");
    List<Integer> ordinals = new ArrayList<>();
    items.forEach(it -> ordinals.add(it.path("ordinal").asInt()));
    return ordinals.stream().sorted().toList();
  }

  private static String address(String project, JsonNode extraction) {
    return extractions(project) + "/" + extraction.path("id").asText();
  }

  @Test
  void nineAreFoundAndARetryMakesOneCall() throws Exception {
    assertThat(api.put("/projects/partial", "{}").status()).isEqualTo(201);
    endpoint.refuse(REFUSED);
    int before = endpoint.calls();
    JsonNode done = posted("partial");
    assertThat(done.path("status").asText()).as(done.toString()).isEqualTo("done");
    assertThat(endpoint.calls() - before).isEqualTo(10);
    assertThat(done.at("/passages/total").asInt()).isEqualTo(10);
    assertThat(done.at("/passages/embedded").asInt()).isEqualTo(9);
    assertThat(done.path("warnings")).hasSize(1);
    assertThat(done.at("/warnings/0/ordinal").asInt()).isEqualTo(3);
    assertThat(done.at("/warnings/0/code").asText()).isEqualTo("content-refused");
    assertThat(found("partial")).containsExactly(0, 1, 2, 4, 5, 6, 7, 8, 9);
    JsonNode passages = api.get(address("partial", done) + "/passages").json().path("items");
    assertThat(passages).hasSize(10);
    assertThat(passages.at("/3/text").asText()).contains(REFUSED);
    assertThat(passages.at("/3/error/code").asText()).isEqualTo("content-refused");
    assertThat(passages.path(3).has("embeddingId")).isFalse();
    JsonNode page = api.get(address("partial", done) + "/passages?limit=4").json();
    assertThat(page.path("items")).hasSize(4);
    assertThat(page.at("/items/3/error/message").asText()).isNotEmpty();
    JsonNode rest =
        api.get(address("partial", done) + "/passages?cursor=" + page.path("next").asText()).json();
    assertThat(rest.path("items")).hasSize(6);
    assertThat(api.get("/projects/partial/drift").json().at("/drift/missing-point/found").asInt())
        .isZero();

    Api.Answer again = api.post(address("partial", done) + "/retry", "");
    assertThat(again.status()).as(again.text()).isEqualTo(202);
    JsonNode second = ended("partial", again.json());
    assertThat(endpoint.calls() - before).as("the same passage is refused again").isEqualTo(11);
    assertThat(second.path("status").asText()).isEqualTo("done");
    assertThat(second.path("generation").asInt()).isEqualTo(2);
    assertThat(second.path("warnings")).hasSize(1);
    assertThat(found("partial")).hasSize(9);

    endpoint.refuse("\0");
    JsonNode third = ended("partial", api.post(address("partial", second) + "/retry", "").json());
    assertThat(endpoint.calls() - before).isEqualTo(12);
    assertThat(third.has("warnings")).isFalse();
    assertThat(third.at("/usage/calls").asInt()).isEqualTo(1);
    assertThat(found("partial")).hasSize(10);
    assertThat(api.get(address("partial", second)).json().path("status").asText())
        .isEqualTo("superseded");
    assertThat(posted("partial").path("id").asText()).isEqualTo(third.path("id").asText());
    assertThat(api.post(address("partial", third) + "/retry", "").status()).isEqualTo(409);
  }

  private JsonNode ended(String project, JsonNode extraction) throws Exception {
    return api.get(address(project, extraction) + "?wait=60s").json();
  }

  @Test
  void aProjectMayWantAllOrNothing() throws Exception {
    assertThat(
            api.put("/projects/whole", "{\"options\":{\"partialResults\":\"all-or-nothing\"}}")
                .status())
        .isEqualTo(201);
    endpoint.refuse(REFUSED);
    JsonNode failed = posted("whole");
    assertThat(failed.path("status").asText()).isEqualTo("failed");
    assertThat(failed.at("/error/code").asText()).isEqualTo("content-refused");
    assertThat(found("whole")).isEmpty();
  }
}
