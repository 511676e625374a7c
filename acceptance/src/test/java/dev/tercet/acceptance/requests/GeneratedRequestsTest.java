package dev.tercet.acceptance.requests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.acceptance.program.Api;
import dev.tercet.acceptance.program.RunningStores;
import dev.tercet.acceptance.program.Tercet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests made from the OpenAPI document, right and wrong ones, against a running service: no
 * fault, no hang, every refusal is a problem, and there is what answers said, nothing else.
 */
class GeneratedRequestsTest {
  private static final int REQUESTS = Integer.getInteger("tercet.requests", 300);
  private static final long SEED = Long.getLong("tercet.requests.seed", 1);
  private static final int MOST_FAILURES = Integer.getInteger("tercet.requests.failures", 20);
  private static final List<String> PROJECTS = List.of("letters", "notes");
  private static final String DOOMED = "doomed";
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final Pattern DELETING_RUN =
      Pattern.compile("\"action\":\"(?:delete|discard)\",\"state\":\"running\"");
  private static final Map<String, String> SETTINGS =
      Map.of("TERCET_EMBEDDING_PROVIDER", "hash", "TERCET_RECONCILER_INTERVAL", "24h");

  private final List<String> failures = new ArrayList<>();
  private final Accepted accepted = new Accepted();
  private final Map<Integer, Integer> statuses = new TreeMap<>();

  @Test
  void neverFaultNorHangNorLeaveAnythingBehind(@TempDir Path data) throws Exception {
    try (Tercet tercet = Tercet.serve(data, SETTINGS)) {
      Api api = tercet.api();
      for (String project : List.of("letters", "notes", DOOMED)) {
        assertThat(api.put("/projects/" + project, "{}").status()).isEqualTo(201);
        accepted.byProject().put(project, new TreeSet<>());
      }

      for (int i = 0; i < REQUESTS && failures.size() < MOST_FAILURES; i++) {
        one(i, api);
      }

      assertThat(failures).isEmpty();
      assertThat(statuses.keySet()).as("not all of one kind").contains(200, 202, 401, 404, 422);
      assertThat(there(api)).isEqualTo(accepted.byProject());
      deleteEverything(api, RunningStores.of(data));
    }
  }

  private void one(int number, Api api) throws Exception {
    var random = new Random(SEED * 1_000_003 + number);
    var known =
        new RequestGenerator.Known(
            api.address().getAuthority(), api.key(), PROJECTS, DOOMED, accepted::extractions);
    List<Operation> operations = Operation.all();
    RequestGenerator.Request request =
        new RequestGenerator(random, known).next(operations.get(number % operations.size()));
    try {
      Optional<RawHttp.Answer> answer =
          new RawHttp(api.address(), DEADLINE).send(request.bytes(), request.cutOff());
      if (answer.isPresent()) {
        statuses.merge(answer.get().status(), 1, Integer::sum);
        AnswerRules.check(request, answer.get());
        accepted.note(request.method(), request.path(), answer.get());
        settle(api, answer.get());
      } else {
        assertThat(request.cutOff()).as("an answer").isTrue();
      }
      if (api.get("/projects/" + DOOMED).status() == 404) {
        assertThat(api.put("/projects/" + DOOMED, "{}").status()).isEqualTo(201);
        accepted.byProject().put(DOOMED, new TreeSet<>());
      }
    } catch (AssertionError | RuntimeException e) {
      failures.add(
          "request %d of seed %d: %s\n%s".formatted(number, SEED, e.getMessage(), request.shown()));
    }
  }

  /** What a bulk run deletes is what is gone when it has ended. */
  private void settle(Api api, RawHttp.Answer answer) throws Exception {
    Matcher run = DELETING_RUN.matcher(answer.text());
    if (answer.status() == 202 && run.find()) {
      String address = answer.header("location");
      api.await(
          "the run ends",
          DEADLINE,
          () -> !api.get(address).json().path("state").asText().equals("running"));
      Map<String, Set<String>> there = there(api);
      accepted.byProject().forEach((name, ids) -> ids.retainAll(there.getOrDefault(name, ids)));
    }
  }

  private static Map<String, Set<String>> there(Api api) throws Exception {
    Map<String, Set<String>> there = new TreeMap<>();
    for (JsonNode project : api.get("/projects?limit=1000").json().path("items")) {
      String name = project.path("project").asText();
      there.put(name, new TreeSet<>(api.all(name, "id").keySet()));
    }
    return there;
  }

  /** Deletes all projects, and waits until no store holds anything of them. */
  private static void deleteEverything(Api api, RunningStores stores) throws Exception {
    for (JsonNode project : api.get("/projects?limit=1000").json().path("items")) {
      assertThat(api.delete("/projects/" + project.path("project").asText()).status())
          .isEqualTo(202);
    }
    for (String queue : List.of("critical", "default", "low")) {
      assertThat(api.post("/queues/" + queue + "/resume", "{}").status()).isEqualTo(200);
    }
    api.await("no point is left", Duration.ofMinutes(2), () -> stores.points() == 0);
    api.await("no message is left", Duration.ofMinutes(2), () -> stores.messages() == 0);
  }
}
