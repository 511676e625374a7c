package dev.tercet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.tercet.api.Http;
import dev.tercet.api.shape.Json;
import dev.tercet.api.shape.OpenApi;
import dev.tercet.cli.demo.DemoFault;
import dev.tercet.cli.terminal.DisplayWidth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What whoever runs it sees of drift, repair, retention and metrics, on embedded stores. */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecoveryOnStoresTest {
  private static final Path LIST = Path.of("..", "docs", "metrics.md");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\|([^|]*)\\|");
  private static final Pattern TAG = Pattern.compile("`(\\w+)`");

  private final ServiceOnStores service;
  private final Http http;
  private final Path folder;
  private final String metricsAtTheStart;

  RecoveryOnStoresTest(@TempDir Path folder) throws InterruptedException {
    this.folder = folder;
    service = new ServiceOnStores(folder);
    http = service.http();
    metricsAtTheStart = http.get("/prometheus").body();
  }

  @BeforeAll
  void haveDocuments() {
    http.json("PUT", "/projects/letters", "{}");
    for (int i = 0; i < 12; i++) {
      http.json(
          "POST",
          "/projects/letters/extractions",
          "{\"source\":\"s%d\",\"text\":\"Letter %d of 3 May 2024.\"}".formatted(i, i));
    }
    await(() -> Http.tree(http.get("/projects/letters")).at("/counts/done").asInt() == 12);
  }

  @AfterAll
  void stop() {
    service.close();
  }

  @Test
  void exposesEveryDocumentedMetricFromTheStart() throws IOException {
    List<MatchResult> rows = ROW.matcher(Files.readString(LIST)).results().toList();

    assertThat(rows).hasSizeGreaterThan(15);
    assertThat(rows)
        .allSatisfy(row -> {
          String name = row.group(1);
          assertThat(metricsAtTheStart)
              .containsPattern("(?m)^" + name + "(_count|_bucket|)[{ ].*$");
          TAG.matcher(row.group(2))
              .results()
              .forEach(tag ->
                  assertThat(metricsAtTheStart)
                      .containsPattern(
                          "(?m)^" + name + "(_count|_bucket|)\\{[^}]*" + tag.group(1) + "=\""));
        });
  }

  @Test
  void tellsTheDriftChangesNothingAndThenRepairsIt() throws Exception {
    assertThat(service.call("drift", "--project", "letters")).isZero();
    assertThat(service.output()).contains("The stores agree.").doesNotContain("\u001b");

    DemoFault.on(folder).deletePoints(points().subList(0, 5));
    DemoFault.on(folder).flushRedis();

    assertThat(service.call("drift", "--project", "letters")).isEqualTo(1);
    assertThat(service.output())
        .containsPattern("missing-point +5 +0 +0")
        .contains("Next: tercet recover --project letters");
    assertThat(service.call("recover", "--project", "letters", "--dry-run", "--json")).isEqualTo(1);
    assertThat(Json.stored(service.output()).at("/drift/missing-point/found").asInt()).isEqualTo(5);

    assertThat(service.call("recover", "--project", "letters", "--limit", "2")).isEqualTo(1);
    assertThat(service.output())
        .containsPattern("missing-point +5 +2 +0")
        .contains("Next: 3 are left over; again tercet recover --project letters");
    assertThat(service.call("recover", "--project", "letters")).isZero();
    assertThat(service.output()).containsPattern("missing-point +3 +3 +0").contains("Complete:");
    assertThat(service.output()).contains("Looked at 12 extractions");
    assertThat(service.call("recover", "--project", "letters", "--json")).isZero();
    assertThat(Json.stored(service.output()).at("/drift/missing-point/found").asInt()).isZero();
    assertThat(http.get("/prometheus").body())
        .contains("tercet_repairs_total{class=\"missing-point\",outcome=\"repaired\"} 5.0");
  }

  @Test
  void showsWhatRecoveryDidAndDoesNext() {
    service.call("recover", "--project", "letters");
    await(() -> !reconciler("").path("purgeSucceededAt").isMissingNode());
    await(() -> !reconciler("").path("sweepSucceededAt").isMissingNode());
    await(() -> !reconciler("").at("/collection/refilling").asBoolean(true));

    JsonNode all = reconciler("");
    assertThat(schema().validate(all)).isEmpty();
    assertThat(all.at("/items/0/report/drift/missing-point").isObject()).isTrue();
    assertThat(all.at("/collection/refilling").asBoolean(true)).isFalse();
    assertThat(all.at("/collection/name").asText()).startsWith("tercet");
    assertThat(all.path("nextSweepAt").asText())
        .isGreaterThan(all.path("sweepSucceededAt").asText());
    assertThat(all.path("nextPurgeAt").asText())
        .isGreaterThan(all.path("purgeSucceededAt").asText());
    assertThat(all.at("/retention/keep/auditSeconds").asLong())
        .isEqualTo(Duration.ofDays(365).toSeconds());
    assertThat(all.at("/retention/keep").has("doneSeconds")).as("kept for ever").isFalse();
    assertThat(reconciler("?limit=1").path("items")).hasSize(1);
    assertThat(http.get("/reconciler?limit=0").statusCode()).isEqualTo(422);
  }

  @Test
  void pausesAQueueAndSaysSoUntilItIsResumed() {
    assertThat(service.call("pause", "low")).isZero();
    assertThat(service.output()).startsWith("low is paused");
    assertThat(service.call("status", "--project", "letters")).isZero();
    assertThat(service.output()).contains("queue low is paused", "letters");
    assertThat(service.output().lines().mapToInt(DisplayWidth::of).max().orElse(0))
        .isLessThanOrEqualTo(80);
    await(() -> metrics().contains("tercet_queue_paused{queue=\"low\"} 1.0"));
    assertThat(service.call("status", "--json")).isZero();
    assertThat(Json.stored(service.output()).at("/queues/2/paused").asBoolean()).isTrue();
    assertThat(Json.stored(service.output()).at("/projects/0/counts/done").asInt()).isEqualTo(12);

    assertThat(service.call("resume", "low", "--json")).isZero();
    assertThat(Json.stored(service.output()).path("paused").asBoolean(true)).isFalse();
    assertThat(service.call("status")).isZero();
    assertThat(service.output()).doesNotContain("paused");
    await(() -> metrics().contains("tercet_queue_paused{queue=\"low\"} 0.0"));
    assertThat(service.call("pause", "lows")).isEqualTo(1);
    assertThat(service.errors()).contains("critical, default and low").hasLineCount(1);
  }

  private String metrics() {
    return http.get("/prometheus").body();
  }

  @Test
  void saysWhatIsWrongInOneLine() {
    assertThat(service.call("recover", "--project", "nowhere")).isEqualTo(1);
    assertThat(service.errors()).isEqualTo("tercet: there is no project nowhere\n");
    assertThat(service.call("recover", "--project", "letters", "--limit", "0")).isEqualTo(1);
    assertThat(service.errors()).contains("limit").hasLineCount(1);
  }

  private JsonNode reconciler(String query) {
    return Http.tree(http.get("/reconciler" + query));
  }

  private static Schema schema() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("$ref", "#/components/schemas/Reconciler");
    root.set("components", OpenApi.document().get("components"));
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(root);
  }

  private List<UUID> points() {
    List<UUID> points = new ArrayList<>();
    for (JsonNode extraction : Http.tree(http.get("/projects/letters/extractions")).path("items")) {
      String path = "/projects/letters/extractions/" + extraction.path("id").asText() + "/passages";
      for (JsonNode passage : Http.tree(http.get(path)).path("items")) {
        points.add(UUID.fromString(passage.path("embeddingId").asText()));
      }
    }
    return points;
  }

  private static void await(BooleanSupplier holds) {
    while (!holds.getAsBoolean()) {
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }
}
