package dev.tercet.acceptance.program;

import static dev.tercet.acceptance.program.Api.extractions;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.acceptance.program.Callers.Call;
import dev.tercet.acceptance.program.StoresOnWires.Store;
import dev.tercet.acceptance.program.Wire.Way;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each store stopped, hanging, slow and cut off in the middle of its answers, while documents are
 * posted, changed, deleted and cancelled; prints how soon all was well again.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // JUnit starts them before each test
@Tag("alone")
class BrokenWiresTest {
  private static final int DOCUMENTS = 100;
  private static final int DONE_BEFORE = DOCUMENTS / 10;
  private static final int AT_ONCE = 32;
  private static final Duration SOON = Duration.ofSeconds(60);

  /** What a client waits at most, if it is patient; ours would wait longer. */
  private static final Duration LONGEST_CALL = Duration.ofSeconds(30);

  /** The second look for late points comes after an attempt's deadline and that of its call. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "TERCET_LLM_PROVIDER", "echo",
          "TERCET_LLM_ECHO_LATENCY", "150ms",
          "TERCET_LLM_TIMEOUT", "1s",
          "TERCET_EMBEDDING_PROVIDER", "hash",
          "TERCET_PASSAGE_MAX_CHARACTERS", "100",
          "TERCET_WORKER_CONCURRENCY", Integer.toString(AT_ONCE),
          "TERCET_WORKER_LEASE", "3s",
          "TERCET_WORKER_ATTEMPT_TIMEOUT", "20s",
          "TERCET_RECONCILER_INTERVAL", "1s",
          "TERCET_RECONCILER_GRACE", "1s");

  private StoresOnWires stores;
  private Tercet tercet;
  private Api api;

  /** A store and what becomes of the wire to it. */
  record Outage(Store store, Way way) {
    /** A store that is away refuses or says nothing; a slow or unsteady one may still count. */
    boolean isAway() {
      return switch (way) {
        case Way.Refuse _, Way.Hang _, Way.Lose _ -> true;
        case Way.Pass _, Way.Slow _, Way.Cut _ -> false;
      };
    }

    String project() {
      return store.label() + "-" + way.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
      return store.label() + ": " + way;
    }
  }

  static Stream<Outage> outages() {
    return Stream.of(
        new Outage(Store.POSTGRES, new Way.Refuse()),
        new Outage(Store.POSTGRES, new Way.Hang()),
        new Outage(Store.POSTGRES, new Way.Lose()),
        new Outage(Store.POSTGRES, new Way.Slow(Duration.ofMillis(10))),
        new Outage(Store.POSTGRES, new Way.Cut(3_000, 20)),
        new Outage(Store.REDIS, new Way.Refuse()),
        new Outage(Store.REDIS, new Way.Hang()),
        new Outage(Store.REDIS, new Way.Cut(2_000, 12)),
        new Outage(Store.QDRANT, new Way.Refuse()),
        new Outage(Store.QDRANT, new Way.Hang()),
        new Outage(Store.QDRANT, new Way.Cut(500, 12)));
  }

  @BeforeAll
  void start(@TempDir Path data, @TempDir Path own) throws Exception {
    stores = StoresOnWires.start(data);
    var settings = new HashMap<>(SETTINGS);
    settings.putAll(stores.settings());
    tercet = Tercet.serve(own, settings);
    api = tercet.api();
  }

  @AfterAll
  void stop() throws Exception {
    tercet.close();
    stores.close();
  }

  @ParameterizedTest
  @MethodSource("outages")
  void losesNothingAndPaysOnce(Outage outage) throws Exception {
    String project = outage.project();
    assertThat(api.put("/projects/" + project, "{}").status()).isEqualTo(201);
    long pointsBefore = stores.behind().points();
    try (var callers = new Callers(api, project)) {
      List<Future<?>> before = callers.post(0, DOCUMENTS / 2);
      api.awaitDone(project, DONE_BEFORE, SOON);
      join(before);

      var watch = new StopWatch();
      stores.wire(outage.store()).becomes(outage.way());
      var posted = new ArrayList<>(callers.change(0, DOCUMENTS / 2));
      posted.addAll(callers.post(DOCUMENTS / 2, DOCUMENTS));
      awaitEffect(outage, watch, posted);
      assertThat(api.get("/health/liveness").status()).isEqualTo(200);
      watch.begin("healed");
      stores.wire(outage.store()).becomes(new Way.Pass());
      api.await("ready", SOON, () -> api.get("/health/readiness").status() == 200);
      watch.note("ready");
      join(posted);
      join(callers.change(DOCUMENTS / 2, DOCUMENTS));
      watch.note("all posted");
      api.await("at rest", SOON, () -> isAtRest(project));
      watch.note("at rest");
      awaitNoDrift(project);
      watch.note("no drift");

      System.out.println(outage + ": " + watch + ", " + Callers.summary(callers.calls()));
      assertAnswers(callers.calls(), outage.store());
      long points = pointsBefore + assertEndings(callers, outage);
      api.await("every point stands once", SOON, () -> stores.behind().points() == points);
      api.await("no message is left", SOON, () -> stores.behind().messages() == 0);
    }
  }

  /** Returns when the outage was felt. What Redis and Qdrant are not needed for goes on in it. */
  private void awaitEffect(Outage outage, StopWatch watch, List<Future<?>> posted)
      throws Exception {
    if (outage.isAway()) {
      api.await("not ready", SOON, () -> isNamed(outage.store()));
      watch.note("not ready");
    }
    if (outage.way() instanceof Way.Cut(int _, int times)) {
      Wire wire = stores.wire(outage.store());
      api.await("cut", SOON, () -> wire.cuts() >= times);
      watch.note("cut " + wire.cuts() + " times");
    } else if (!(outage.isAway() && outage.store() == Store.POSTGRES)) {
      join(posted);
      watch.note("all posted");
    }
  }

  /** Only Postgres is needed to take a document (ADR 1). */
  private static void assertAnswers(List<Call> calls, Store store) {
    assertThat(calls).allMatch(it -> it.took().compareTo(LONGEST_CALL) < 0);
    switch (store) {
      case POSTGRES -> {
        // refused calls were made again, as their answers ask; each was looked at as it came
      }
      case REDIS, QDRANT -> assertThat(calls).noneMatch(Call::isRefused);
    }
  }

  /** Returns how many passages of the project are to have a point. */
  private int assertEndings(Callers callers, Outage outage) throws Exception {
    Map<String, JsonNode> all = api.all(outage.project(), "id");
    assertThat(all.keySet()).isEqualTo(callers.endings().keySet());
    int calls = 0;
    int passages = 0;
    for (Map.Entry<String, JsonNode> each : all.entrySet()) {
      JsonNode extraction = each.getValue();
      String status = extraction.path("status").asText();
      assertThat(callers.endings().getOrDefault(each.getKey(), Set.of()))
          .as(extraction.toString())
          .contains(status);
      if (status.equals("done")) {
        assertThat(extraction.at("/passages/total").asInt()).isEqualTo(Callers.PASSAGES);
        passages += Callers.PASSAGES;
        calls += extraction.at("/usage/calls").asInt();
      }
    }
    // What could not be saved is asked for again, also by the next claim when a lease was lost.
    assertThat(calls).isBetween(passages, passages + AT_ONCE * Callers.PASSAGES);
    for (String id : callers.deleted()) {
      assertThat(api.get(extractions(outage.project()) + "/" + id).status()).isEqualTo(404);
    }
    return passages;
  }

  private static void join(List<Future<?>> posted) throws Exception {
    for (Future<?> each : posted) {
      each.get();
    }
  }

  /** Whether readiness is red; if so, it names this store and no other. */
  private boolean isNamed(Store store) throws Exception {
    Api.Answer answer = api.get("/health/readiness");
    if (answer.status() == 200) {
      return false;
    }
    assertThat(answer.status()).isEqualTo(503);
    for (Store each : Store.values()) {
      assertThat(answer.json().at("/details/stores/details/" + each.label() + "/status").asText())
          .as(answer.text())
          .isEqualTo(each == store ? "DOWN" : "UP");
    }
    return true;
  }

  private boolean isAtRest(String project) throws Exception {
    JsonNode counts = api.counts(project);
    return Stream.of("pending", "queued", "processing")
        .allMatch(it -> counts.path(it).asInt(1) == 0);
  }

  private void awaitNoDrift(String project) throws Exception {
    try {
      api.await("no drift", SOON, () -> isClean(drift(project)));
    } catch (AssertionError e) {
      throw new AssertionError(
          e.getMessage() + ": " + drift(project) + " " + api.get("/reconciler").text(), e);
    }
  }

  private JsonNode drift(String project) throws Exception {
    return api.get("/projects/" + project + "/drift").json();
  }

  private static boolean isClean(JsonNode report) {
    return report.path("complete").asBoolean()
        && report.path("quarantined").asInt(1) == 0
        && report.path("drift").valueStream().allMatch(it -> it.path("found").asInt(1) == 0);
  }
}
