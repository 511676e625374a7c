package dev.tercet.acceptance.program;

import static dev.tercet.acceptance.program.Api.document;
import static dev.tercet.acceptance.program.Api.extractions;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The examples, each as a process of its own, beside one program that asks one of them. */
@Timeout(240)
class ExamplesTest {
  @TempDir private static Path data;
  private static RunningExample provider;
  private static RunningExample service;
  private static Tercet tercet;

  @BeforeAll
  static void serve() throws IOException, InterruptedException {
    provider = new RunningExample("OwnProvider.java", Map.of(), "0");
    service = new RunningExample("OwnService.java", Map.of(), "0");
    tercet =
        Tercet.serve(
            data,
            Map.of(
                "TERCET_LLM_PROVIDER", "openai",
                "TERCET_LLM_BASE_URL", provider.awaitLine("answers at "),
                "TERCET_LLM_MODEL", "own-rules",
                "TERCET_LLM_PROVIDERS_MINE_TYPE", "http",
                "TERCET_LLM_PROVIDERS_MINE_BASE_URL", service.awaitLine("answers at "),
                "TERCET_EMBEDDING_PROVIDER", "hash",
                "TERCET_RECONCILER_INTERVAL", "1h"));
  }

  @AfterAll
  static void stop() {
    try (var _ = provider;
        var _ = service) {
      if (tercet != null) { // its start may have failed
        tercet.close();
      }
    }
  }

  @Test
  void clientPostsALetterOnceThoughItsAnswerIsLostAndThoughItRunsAgain() throws Exception {
    Api api = tercet.api();
    try (var gateway = new LossyGateway(api.address())) {
      String printed = run("PostLetters.java", Map.of("TERCET_URL", gateway.address()));

      assertThat(printed)
          .contains("again in 1 s, after 503")
          .contains("letter-1 is done")
          .contains("{\"type\":\"identifier\",\"value\":\"AB-20417\"} by \"AB-20417\" at 34")
          .contains("{\"type\":\"amount\",\"value\":\"1,250.00 EUR\"} by \"1,250.00 EUR\" at 55")
          .contains("letter-2 is done")
          .contains("by \"89.90 EUR\" at ");
      assertThat(gateway.keys()).hasSize(3);
      assertThat(gateway.keys().stream().distinct()).hasSize(2);
      Set<String> posted = api.all("letters", "id").keySet();
      assertThat(posted).hasSize(2);

      run("PostLetters.java", Map.of());
      assertThat(api.all("letters", "id").keySet()).isEqualTo(posted);
    }
  }

  @Test
  void providerIsAskedForAPassageAndItsFactsAreTaken() throws Exception {
    Api api = tercet.api();
    assertThat(api.put("/projects/orders", "{}").status()).isEqualTo(201);
    String text = "Order ZZ-90125 of Ada Lovelace, 3 May 2024";
    String id = api.post(extractions("orders"), document("order", text)).json().path("id").asText();

    String path = extractions("orders") + "/" + id;
    assertThat(api.get(path + "?wait=30s").json().path("status").asText()).isEqualTo("done");
    JsonNode facts = api.get(path + "/passages").json().at("/items/0/facts");
    assertThat(facts.findValuesAsText("value")).containsExactly("ZZ-90125");
    assertThat(provider.awaitLine("call " + id + "/0/")).endsWith(": 1 facts");
  }

  @Test
  void serviceIsPostedAPassageOfAProjectThatChoosesIt() throws Exception {
    Api api = tercet.api();
    String choice = "{\"options\":{\"model\":\"mine\"}}";
    assertThat(api.put("/projects/own", choice).status()).isEqualTo(201);
    String body = document("order of Ada", "Order QX-31415 of Ada Lovelace");
    String id = api.post(extractions("own"), body).json().path("id").asText();

    String path = extractions("own") + "/" + id;
    assertThat(api.get(path + "?wait=30s").json().path("status").asText()).isEqualTo("done");
    JsonNode facts = api.get(path + "/passages").json().at("/items/0/facts");
    assertThat(facts.findValuesAsText("value")).containsExactly("QX-31415");
    assertThat(service.awaitLine("asked about ")).isEqualTo("order of Ada: 1 facts");
    assertThat(api.get("/providers").text()).contains("\"mine\"", "\"mine/http\"");
  }

  @Test
  void repairIsToldByReportRunHistoryAndMetric() throws Exception {
    String printed = run("WatchRepair.java", Map.of());

    assertThat(printed)
        .contains("queued, and Redis loses 1 message")
        .contains("drift: lost-message {")
        .contains("report: complete true")
        .containsPattern("run of (project|everything): lost-message \\{\"found\":1,\"repaired\":1")
        .contains("then: done")
        .containsOnlyOnce("history: processing")
        .containsPattern("repairs_total\\{class=\"lost-message\",outcome=\"repaired\"} [12].0");
  }

  private static String run(String name, Map<String, String> settings) throws Exception {
    var environment = new HashMap<String, String>(settings);
    environment.put("TERCET_DATA_DIR", data.toString());
    environment.put("TERCET_KEY", Tercet.KEY);
    try (var example = new RunningExample(name, environment)) {
      return example.awaitEnd();
    }
  }
}
