package dev.tercet.acceptance.program;

import static dev.tercet.acceptance.program.Api.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.embedded.EmbeddedStores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three processes that reach Postgres through a pooler which gives out its connections by
 * transaction: one takes documents, one works, one does everything and is killed again and again.
 * {@code -Dtercet.pooler.documents=5000 -Dtercet.pooler.kills=6 -Dtercet.pooler.after=10} plays it
 * at full size.
 */
@Timeout(900)
@SuppressWarnings("NullAway.Init") // JUnit starts them before each test
class PoolerTest {
  private static final int DOCUMENTS = Integer.getInteger("tercet.pooler.documents", 400);
  private static final int KILLS = Integer.getInteger("tercet.pooler.kills", 2);
  private static final Duration AFTER =
      Duration.ofSeconds(Integer.getInteger("tercet.pooler.after", 1));

  /** Extractions in progress in one process, which a death may each cost one call. */
  private static final int CONCURRENCY = 16;

  private static final Duration LONG = Duration.ofMinutes(8);

  private static final String CALLS = "SELECT count(*) FROM model_call";
  private static final String PAID_TWICE =
      """
      SELECT count(*)
        FROM (SELECT FROM model_call
               WHERE verdict = 'valid'
               GROUP BY project, fingerprint
              HAVING count(*) > 1) AS twice
      """;

  /** The locks of runs; a worker's session has one of its own, as long as it lives. */
  private static final String RUN_LOCKS =
      """
      SELECT count(*)
        FROM pg_locks l
       WHERE l.locktype = 'advisory'
         AND NOT EXISTS (SELECT FROM worker_session w
                          WHERE w.lock_key = (l.classid::bigint << 32) | l.objid::bigint)
      """;

  private EmbeddedStores servers;
  private Pooler pooler;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    assumeTrue(
        Pooler.program().isPresent(),
        "skipped: there is no pgbouncer on this machine (apt-get install pgbouncer)");
    servers = EmbeddedStores.start(folder, _ -> {});
    servers.describe("tercet-hash-384");
    pooler = Pooler.start(Pooler.program().orElseThrow(), servers.postgres(), 12);
  }

  @AfterEach
  void stop() throws Exception {
    if (pooler != null) {
      pooler.close();
    }
    if (servers != null) {
      servers.close();
    }
  }

  private Map<String, String> settings(String roles) {
    var settings = new HashMap<String, String>();
    settings.put("TERCET_MODE", "external");
    settings.put("TERCET_ROLES", roles);
    settings.put("TERCET_POSTGRES_URL", pooler.url());
    settings.put("TERCET_POSTGRES_SESSION_URL", servers.postgres().url());
    settings.put("TERCET_POSTGRES_USERNAME", servers.postgres().username());
    settings.put("TERCET_POSTGRES_PASSWORD", servers.postgres().password());
    settings.put("TERCET_REDIS_URL", servers.redis().orElseThrow().url());
    settings.put("TERCET_QDRANT_HOST", servers.qdrant().host());
    settings.put("TERCET_QDRANT_PORT", Integer.toString(servers.qdrant().port()));
    settings.put("TERCET_QDRANT_API_KEY", servers.qdrant().apiKey());
    settings.put("TERCET_LLM_PROVIDER", "echo");
    settings.put("TERCET_LLM_ECHO_LATENCY", "50ms");
    settings.put("TERCET_EMBEDDING_PROVIDER", "hash");
    settings.put("TERCET_WORKER_CONCURRENCY", Integer.toString(CONCURRENCY));
    settings.put("TERCET_WORKER_LEASE", "3s");
    settings.put("TERCET_RECONCILER_INTERVAL", "2s");
    return settings;
  }

  @Test
  void nothingIsLostOrPaidTwiceThroughATransactionPooler(@TempDir Path folder) throws Exception {
    RunningStores stores = RunningStores.of(servers.dataDir());
    try (var taking = Tercet.serve(folder.resolve("api"), settings("api"));
        var working = Tercet.serve(folder.resolve("worker"), settings("worker"))) {
      Api api = taking.api();
      api.put("/projects/letters", "{}");
      Tercet mortal = Tercet.serve(folder.resolve("all"), settings("api,worker,reconciler"));
      List<JsonNode> accepted = api.postLines("letters", lines());
      assertThat(accepted).allMatch(line -> line.hasNonNull("id"));
      for (int kill = 0; kill < KILLS; kill++) {
        LockSupport.parkNanos(AFTER.toNanos());
        mortal.kill();
        mortal = Tercet.serve(folder.resolve("all"), settings("api,worker,reconciler"));
      }
      try (Tercet last = mortal) {
        api.awaitDone("letters", DOCUMENTS, LONG);
        Api reconciler = last.api();
        reconciler.await(
            "no drift is found",
            LONG,
            () ->
                reconciler.get("/projects/letters/drift").json().path("complete").asBoolean()
                    && stores.messages() == 0);
        assertThat(stores.count("SELECT count(DISTINCT source) FROM extraction"))
            .isEqualTo(DOCUMENTS);
        assertThat(stores.points()).isEqualTo(DOCUMENTS);
        long calls = stores.count(CALLS);
        System.out.printf(
            "%d documents, %d kills behind a transaction pooler: %d calls, log of the last %s%n",
            DOCUMENTS, KILLS, calls, last.log());
        assertThat(calls).isBetween((long) DOCUMENTS, DOCUMENTS + (long) KILLS * CONCURRENCY);
        assertThat(stores.count(PAID_TWICE)).isZero();
        assertThat(working.told()).doesNotContain("prepared statement");
      }
    }
    assertThat(stores.count(RUN_LOCKS)).as("locks of runs that nobody makes").isZero();
  }

  private static List<String> lines() {
    return IntStream.range(0, DOCUMENTS)
        .mapToObj(n -> document("source-" + n, "Letter %06d is to Ada Lovelace.".formatted(n)))
        .toList();
  }

  @Test
  void theStartSaysWhatIsMissingWithoutADirectAddress(@TempDir Path folder) {
    Map<String, String> settings = settings("api,worker,reconciler");
    settings.remove("TERCET_POSTGRES_SESSION_URL");

    assertThatThrownBy(() -> Tercet.serve(folder, settings).close())
        .hasMessageContaining("tercet.postgres.session-url");
  }
}
