package dev.tercet.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.api.Http;
import dev.tercet.api.ServerInMemory;
import dev.tercet.saga.ModelCall;
import dev.tercet.saga.Usage;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.AnswerStore.Verdict.Valid;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpendTest {
  private final ServerInMemory server = new ServerInMemory();
  private final Http http = new Http(server.uri());

  @AfterEach
  void stop() {
    http.close();
    server.close();
  }

  private void paid(String tenant, String slug, String model) {
    UUID project = server.stores().projects().put(tenant, slug, "{}", "{}").project().id();
    server
        .stores()
        .answers()
        .ended(
            new ModelCall(
                UUID.randomUUID(),
                project,
                UUID.randomUUID(),
                0,
                1,
                "openai",
                model,
                Fingerprint.of(slug)),
            new Valid("[]"),
            new Usage(1, 1_000, 50, 100, 40, 20));
  }

  private JsonNode get(String path) {
    return Http.tree(http.get(path));
  }

  @Test
  void tellsTokensAndMoneyAsDecimalNumbers() {
    paid("default", "letters", "model");
    paid("default", "letters", "unlisted");
    paid("another", "others", "model");

    JsonNode page = get("/spend?by=day");

    assertThat(page.path("items")).hasSize(1);
    JsonNode day = page.at("/items/0");
    assertThat(day.path("day").asText()).isEqualTo(page.path("to").asText());
    assertThat(day.path("calls").asInt()).isEqualTo(2);
    assertThat(day.path("inputTokens").textValue()).isEqualTo("2000");
    assertThat(day.path("cachedTokens").textValue()).isEqualTo("200");
    assertThat(day.path("writtenTokens").textValue()).isEqualTo("80");
    assertThat(day.path("outputTokens").textValue()).isEqualTo("100");
    assertThat(day.path("reasoningTokens").textValue()).isEqualTo("40");
    assertThat(day.path("costs").toString())
        .isEqualTo("[{\"amount\":\"0.000174\",\"currency\":\"USD\"}]");
    assertThat(day.path("unpricedCalls").asInt()).isEqualTo(1);
  }

  @Test
  void goesFromPageToPageByModelAndByProject() {
    paid("default", "letters", "model");
    paid("default", "notes", "unlisted");

    List<String> models = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = get("/spend?by=model&limit=1" + cursor);
      page.path("items").forEach(it -> models.add(it.path("model").asText()));
      cursor = page.has("next") ? "&cursor=" + page.path("next").asText() : "";
    } while (!cursor.isEmpty());
    assertThat(models).containsExactly("model", "unlisted");

    JsonNode one = get("/spend?by=project&project=notes");
    assertThat(one.path("items")).hasSize(1);
    assertThat(one.at("/items/0/project").asText()).isEqualTo("notes");
    assertThat(one.at("/items/0/costs")).isEmpty();

    http.json("DELETE", "/projects/notes", "");
    List<String> slugs = new ArrayList<>();
    get("/spend?by=project").path("items").forEach(it -> slugs.add(it.path("project").asText()));
    assertThat(slugs).containsExactlyInAnyOrder("letters", "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?by=tenant",
        "?by=day&by=model",
        "?by=day&from=yesterday",
        "?by=day&from=2026-02-30",
        "?by=day&from=1999-12-31&to=2000-01-01",
        "?by=day&to=%2B99999-01-01",
        "?by=day&from=2026-11-30&to=2026-11-29",
        "?by=day&from=2024-11-30&to=2026-11-29",
        "?by=day&limit=0",
        "?by=day&cursor=x",
        "?by=day&tenant=another"
      })
  void refusesWhatMakesNoSense(String query) {
    var refused = http.get("/spend" + query);
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(Http.tree(refused).path("code").asText()).isEqualTo("invalid-parameter");
  }

  @Test
  void knowsNoProjectOfAnother() {
    paid("another", "others", "model");
    assertThat(http.get("/spend?by=day&project=others").statusCode()).isEqualTo(404);
    assertThat(get("/spend?by=project").path("items")).isEmpty();
  }
}
