package dev.tercet.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.api.Http;
import dev.tercet.api.ServerInMemory;
import dev.tercet.api.security.Caller;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadingTest {
  private static final String LETTER =
      "Dear \uD83D\uDE00 team, Acme GmbH owes 1,200.50 EUR by 2026-03-01.\\n\\n"
          + "Write to jane.doe@example.org.";

  private final ServerInMemory server = new ServerInMemory();
  private final Http http = new Http(server.uri());
  private String letter = "";

  @BeforeAll
  void aFinishedDocument() {
    http.json("PUT", "/projects/p", "{\"options\":{}}");
    letter = post("p", "letter", LETTER);
    http.json("PUT", "/projects/many", "{}");
    for (int i = 0; i < 7; i++) {
      post("many", "s" + i, "Mail %c%d@example.org about it.".formatted('a' + i, i));
    }
    server.stores().work();
  }

  @AfterAll
  void stop() {
    http.close();
    server.close();
  }

  @Test
  void showsOptionsThatAnEarlierVersionHasStored() {
    server
        .stores()
        .projects()
        .put(Caller.DEFAULT_TENANT, "of-before", "{}", "{\"language\":\"en\"}");

    assertThat(get("/projects/of-before").at("/options/language").asText()).isEqualTo("en");
    http.json("DELETE", "/projects/of-before", "");
  }

  @Test
  void showsAFinishedExtraction() {
    JsonNode extraction = get(letter);

    assertThat(extraction.get("status").asText()).isEqualTo("done");
    assertThat(extraction.get("stage").asText()).isEqualTo("linked");
    assertThat(extraction.get("attempts").asInt()).isEqualTo(1);
    assertThat(extraction.get("entitiesExtracted").asBoolean()).isTrue();
    assertThat(extraction.get("usage").get("calls").asInt()).isPositive();
    assertThat(extraction.get("doneAt").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
    assertThat(extraction.at("/passages/embedded")).isEqualTo(extraction.at("/passages/total"));
    assertThat(extraction.has("nextAttemptAt")).isFalse();
    assertThat(extraction.at("/madeWith/0/schema").asText()).matches("[0-9a-f]{16}");
    assertThat(extraction.at("/madeWith/0/prompt").asText()).isEqualTo("1");
    assertThat(extraction.at("/madeWith/0/model").asText()).isEqualTo("rules");
  }

  @Test
  void givesFactsWhoseOffsetsAreCodePointsIntoTheText() {
    String text = http.get(letter + "/text").body();
    List<JsonNode> facts = new ArrayList<>();
    for (JsonNode passage : get(letter + "/passages").get("items")) {
      assertThat(slice(text, passage)).isEqualTo(passage.get("text").asText());
      assertThat(passage.hasNonNull("embeddingId")).isTrue();
      passage.get("facts").forEach(facts::add);
    }

    assertThat(facts).isNotEmpty();
    assertThat(facts)
        .allSatisfy(fact -> assertThat(slice(text, fact)).isEqualTo(fact.get("quote").asText()));
    assertThat(facts).extracting(it -> it.get("quote").asText()).contains("jane.doe@example.org");
  }

  @Test
  void pagesPassagesWhenAskedTo() {
    var many = new StringBuilder();
    for (int i = 0; i < 900; i++) {
      many.append("A paragraph about 12.%02d EUR.\\n\\n".formatted(i % 100));
    }
    String path = post("p", "long", many.toString());
    server.stores().work();

    JsonNode all = get(path + "/passages").get("items");
    List<JsonNode> paged = new ArrayList<>();
    String next = "";
    do {
      JsonNode page = get(path + "/passages?limit=3" + next);
      page.get("items").forEach(paged::add);
      next = page.has("next") ? "&cursor=" + page.get("next").asText() : "";
    } while (!next.isEmpty());

    assertThat(all.size()).isGreaterThan(9);
    assertThat(paged).containsExactlyElementsOf(all);
  }

  @Test
  void tellsTheHistory() {
    JsonNode items = get(letter + "/history").get("items");

    assertThat(items)
        .extracting(it -> it.get("to").asText())
        .startsWith("pending")
        .endsWith("done");
    assertThat(items.get(0).has("from")).isFalse();
    assertThat(items.get(items.size() - 1).get("from").asText()).isEqualTo("processing");
    assertThat(items.get(items.size() - 1).hasNonNull("worker")).isTrue();
  }

  @Test
  void searchesWholeDocuments() {
    JsonNode hit = search("{\"query\":\"Acme GmbH owes\",\"limit\":1}").get("items").get(0);

    assertThat(hit.get("source").asText()).isEqualTo("letter");
    assertThat(letter).endsWith(hit.get("extractionId").asText());
    assertThat(hit.get("score").asDouble()).isBetween(0.0, 1.0);
    assertThat(hit.get("facts")).isNotEmpty();
    assertThat(hit.get("madeWith")).isEqualTo(get(letter).get("madeWith"));
  }

  @Test
  void searchesWithinOneSource() {
    JsonNode items = search("{\"query\":\"Acme\",\"filter\":{\"source\":\"letter\"}}").get("items");

    assertThat(items).isNotEmpty();
    assertThat(items).allSatisfy(it -> assertThat(it.get("source").asText()).isEqualTo("letter"));
    assertThat(search("{\"query\":\"Acme\",\"filter\":{\"source\":\"none\"}}").get("items"))
        .isEmpty();
  }

  @Test
  void refusesASearchWithoutAQuery() {
    assertThat(http.json("POST", "/projects/p/search", "{\"query\":\"  \"}").statusCode())
        .isEqualTo(422);
    assertThat(
            http.json("POST", "/projects/p/search", "{\"query\":\"a\",\"limit\":101}").statusCode())
        .isEqualTo(422);
    assertThat(http.json("POST", "/projects/p/search", "").statusCode()).isEqualTo(400);
  }

  @Test
  void listsEntitiesPageByPage() {
    Set<String> keys = new HashSet<>();
    String next = "";
    do {
      JsonNode page = get("/projects/many/entities?type=email&limit=2" + next);
      page.get("items").forEach(it -> keys.add(it.get("key").asText()));
      next = page.has("next") ? "&cursor=" + page.get("next").asText() : "";
    } while (!next.isEmpty());

    assertThat(keys).hasSize(7).contains("a0@example.org", "g6@example.org");
    JsonNode one = get("/projects/many/entities?q=C2%40").get("items").get(0);
    assertThat(one.get("type").asText()).isEqualTo("email");
    assertThat(one.get("extractions")).hasSize(1);
  }

  @Test
  void listsExtractionsNewestFirstPageByPage() {
    List<String> sources = new ArrayList<>();
    String next = "";
    do {
      JsonNode page = get("/projects/many/extractions?status=done&limit=3" + next);
      page.get("items").forEach(it -> sources.add(it.get("source").asText()));
      next = page.has("next") ? "&cursor=" + page.get("next").asText() : "";
    } while (!next.isEmpty());

    assertThat(sources).containsExactly("s6", "s5", "s4", "s3", "s2", "s1", "s0");
    assertThat(get("/projects/many/extractions?limit=7").has("next")).isFalse();
    assertThat(get("/projects/many/extractions?source=s3").get("items")).hasSize(1);
    assertThat(get("/projects/many/extractions?q=d3").get("items").size()).isLessThanOrEqualTo(1);
  }

  @Test
  void listsProjectsWithCounts() {
    JsonNode first = get("/projects?limit=1");
    JsonNode second = get("/projects?limit=1&cursor=" + first.get("next").asText());

    assertThat(first.at("/items/0/project").asText()).isEqualTo("many");
    assertThat(first.at("/items/0/counts/done").asInt()).isEqualTo(7);
    assertThat(first.at("/items/0/counts")).hasSize(8);
    assertThat(second.at("/items/0/project").asText()).isEqualTo("p");
    assertThat(second.at("/items/0/options").isObject()).isTrue();
    assertThat(second.at("/items/0/schema").isObject()).isTrue();
  }

  private JsonNode search(String body) {
    var response = http.json("POST", "/projects/p/search", body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return Http.tree(response);
  }

  private JsonNode get(String path) {
    var response = http.get(path);
    assertThat(response.statusCode()).as(path + ": " + response.body()).isEqualTo(200);
    return Http.tree(response);
  }

  private String post(String project, String source, String text) {
    var response =
        http.json(
            "POST",
            "/projects/" + project + "/extractions",
            "{\"source\":\"%s\",\"text\":\"%s\"}".formatted(source, text));
    return response.headers().firstValue("Location").orElseThrow();
  }

  private static String slice(String text, JsonNode place) {
    int start = text.offsetByCodePoints(0, place.get("start").asInt());
    int end = text.offsetByCodePoints(0, place.get("end").asInt());
    return text.substring(start, end);
  }
}
