package dev.tercet.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tercet.cli.service.StoreCounters;
import dev.tercet.cli.service.StoreCounters.Rates;
import dev.tercet.pipeline.LoopSignal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a process asks of Postgres and Redis while there is nothing to do, as these count it. {@code
 * -Dtercet.idle.seconds=60} counts so long, sweeps included, for each role.
 */
@Tag("alone")
class IdleTest {
  private static final double MOST = 2;

  private static final int SECONDS = Integer.getInteger("tercet.idle.seconds", 10);

  /** A backend of Postgres tells what it has done at most ten seconds late. */
  private static final Duration SETTLE = Duration.ofSeconds(12);

  private static boolean isWhole() {
    return SECONDS >= 60;
  }

  static Stream<String> roles() {
    return isWhole()
        ? Stream.of("api", "worker", "reconciler", "api,worker,reconciler")
        : Stream.of("api,worker,reconciler");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("roles")
  void asksForLittleWhileThereIsNothingToDo(String roles, @TempDir Path data) throws Exception {
    var settings =
        Map.of(
            "TERCET_ROLES",
            roles,
            "TERCET_EMBEDDING_PROVIDER",
            "hash",
            "TERCET_RECONCILER_INTERVAL",
            isWhole() ? "30s" : "1h");
    try (Tercet tercet = Tercet.serve(data, settings);
        StoreCounters counters = counters(data)) {
      if (roles.contains("reconciler") && roles.contains("api")) { // who serves tells
        Api api = tercet.api();
        api.await(
            "the first sweep is over",
            Duration.ofMinutes(1),
            () -> api.get("/reconciler").json().hasNonNull("sweepSucceededAt"));
      }
      var pause = new LoopSignal();
      pause.rest(SETTLE);
      var before = counters.read();
      pause.rest(Duration.ofSeconds(SECONDS));

      Rates idle = counters.read().since(before);

      System.out.printf(
          "idle %s: %.2f transactions and %.2f commands a second over %.0f s%n",
          roles, idle.transactions(), idle.commands(), idle.seconds());
      assertThat(idle.transactions()).as("transactions a second").isBetween(0.5, MOST);
      assertThat(idle.commands()).as("commands a second").isBetween(0.5, MOST);
    }
  }

  private static StoreCounters counters(Path data) throws Exception {
    JsonNode stores = new ObjectMapper().readTree(data.resolve("stores.json").toFile());
    return StoreCounters.open(
        new StoreCounters.Postgres(
            stores.at("/postgres/url").asText(),
            stores.at("/postgres/username").asText(),
            stores.at("/postgres/password").asText()),
        URI.create(stores.at("/redis/url").asText()));
  }
}
