package dev.tercet.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.api.Http;
import dev.tercet.api.ServerInMemory;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetTest {
  private final ServerInMemory server = new ServerInMemory();
  private final Http http = new Http(server.uri());

  @BeforeEach
  void makeAProject() {
    http.json("PUT", "/projects/letters", "{}");
  }

  @AfterEach
  void stop() {
    http.close();
    server.close();
  }

  private HttpResponse<String> put(String path, String body) {
    return http.json("PUT", path, body);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/budget", "/tenants/default/budget", "/projects/letters/budget"})
  void isPutShownAndTakenAway(String path) {
    assertThat(Http.tree(http.get(path)).path("state").asText()).isEqualTo("none");

    HttpResponse<String> put =
        put(
            path,
            """
            {"perDay":{"amount":"10.50","currency":"USD"},"perMonth":{"amount":"100","currency":"USD"},"calls":7}
            """);

    assertThat(put.statusCode()).as(put.body()).isEqualTo(200);
    JsonNode budget = Http.tree(http.get(path));
    assertThat(budget).isEqualTo(Http.tree(put));
    assertThat(budget.at("/perDay/amount").textValue()).isEqualTo("10.5");
    assertThat(budget.at("/perMonth/amount").textValue()).isEqualTo("100");
    assertThat(budget.path("calls").asLong()).isEqualTo(7);
    assertThat(budget.path("state").asText()).isEqualTo("open");
    assertThat(budget.path("spent").toString())
        .isEqualTo(
            "{\"callsToday\":0,\"today\":{\"amount\":\"0\",\"currency\":\"USD\"},"
                + "\"thisMonth\":{\"amount\":\"0\",\"currency\":\"USD\"}}");

    assertThat(Http.tree(put(path, "{}")).path("state").asText()).isEqualTo("none");
    assertThat(Http.tree(http.get(path)).has("calls")).isFalse();
  }

  @Test
  void saysUntilWhenItIsSpent() {
    JsonNode spent = Http.tree(put("/projects/letters/budget", "{\"calls\":0}"));

    assertThat(spent.path("state").asText()).isEqualTo("spent");
    assertThat(Instant.parse(spent.path("until").asText()).atOffset(ZoneOffset.UTC).toLocalTime())
        .hasToString("00:00");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"calls\":-1}|/calls",
        "{\"calls\":1.5}|/calls",
        "{\"calls\":\"7\"}|/calls",
        "{\"calls\":1000000000001}|/calls",
        "{\"calls\":null}|/calls",
        "{\"perHour\":{\"amount\":\"1\",\"currency\":\"USD\"}}|/perHour",
        "{\"perDay\":\"10\"}|/perDay",
        "{\"perDay\":{\"amount\":\"10\"}}|/perDay/currency",
        "{\"perDay\":{\"amount\":10,\"currency\":\"USD\"}}|/perDay/amount",
        "{\"perDay\":{\"amount\":\"-10\",\"currency\":\"USD\"}}|/perDay/amount",
        "{\"perDay\":{\"amount\":\"ten\",\"currency\":\"USD\"}}|/perDay/amount",
        "{\"perDay\":{\"amount\":\"1e3\",\"currency\":\"USD\"}}|/perDay/amount",
        "{\"perDay\":{\"amount\":\"0.0000000001\",\"currency\":\"USD\"}}|/perDay/amount",
        "{\"perDay\":{\"amount\":\"1000000000\",\"currency\":\"USD\"}}|/perDay/amount",
        "{\"perMonth\":{\"amount\":\"10\",\"currency\":\"EUR\"}}|/perMonth/currency",
        "{\"perMonth\":{\"amount\":\"10\",\"currency\":\"usd\"}}|/perMonth/currency",
        "[]|''"
      })
  void refusesWhatIsNoBudget(String body, String pointer) {
    HttpResponse<String> refused = put("/budget", body);

    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(Http.tree(refused).path("code").asText()).isEqualTo("invalid-body");
    assertThat(Http.tree(refused).path("pointer").asText()).isEqualTo(pointer);
    assertThat(Http.tree(http.get("/budget")).path("state").asText()).isEqualTo("none");
  }

  @Test
  void knowsNoOtherTenantAndNoOtherProject() {
    assertThat(Http.tree(http.get("/tenants/another/budget")).path("code").asText())
        .isEqualTo("no-such-tenant");
    assertThat(put("/tenants/another/budget", "{}").statusCode()).isEqualTo(404);
    assertThat(http.get("/projects/others/budget").statusCode()).isEqualTo(404);
    assertThat(http.get("/budget?x=1").statusCode()).isEqualTo(422);
  }
}
