package dev.tercet.acceptance.proof.realstores;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tercet.acceptance.proof.world.SmallVectors;
import dev.tercet.embedded.postgres.PostgresAddress;
import dev.tercet.recovery.Recovery;
import dev.tercet.recovery.plan.RecoveryMetrics;
import dev.tercet.recovery.plan.RecoveryPorts;
import dev.tercet.recovery.plan.RecoveryReport;
import dev.tercet.recovery.plan.RecoveryRequest;
import dev.tercet.recovery.plan.RecoveryRequest.Depth;
import dev.tercet.recovery.plan.RecoverySettings;
import dev.tercet.saga.Point;
import dev.tercet.saga.RetentionKind;
import dev.tercet.saga.Scope.Everything;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.CollectionStore;
import dev.tercet.saga.port.ExtractionReader.Filter;
import dev.tercet.saga.port.LedgerAudit;
import dev.tercet.saga.port.LedgerAudit.PointRow;
import dev.tercet.saga.port.PointStore;
import dev.tercet.saga.time.Clocks;
import dev.tercet.storage.postgres.PostgresStores;
import dev.tercet.storage.postgres.RecoveryLedger;
import dev.tercet.storage.postgres.StoreSettings;
import dev.tercet.storage.postgres.jdbc.Pools;
import dev.tercet.storage.qdrant.QdrantSettings;
import dev.tercet.storage.qdrant.QdrantStores;
import dev.tercet.storage.redis.RedisSettings;
import dev.tercet.storage.redis.RedisStores;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long a sweep over many finished extractions takes when nothing is wrong, and then the passes
 * that come by themselves, the gauges and lists by status; they are generated, three passages each,
 * with vectors of 8 dimensions. {@code -Dtercet.sweep.extractions=1000000}: how many. {@code
 * TERCET_TEST_QDRANT} and its like name other stores than embedded ones.
 */
@Tag("alone")
class SweepSpeedTest {
  private static final int EXTRACTIONS = Integer.getInteger("tercet.sweep.extractions", 2_000);
  private static final int PASSAGES = 3 * EXTRACTIONS;
  private static final int AT_ONCE = 100_000;
  private static final int PAGE = 1_000;
  private static final int DIMENSION = 8;
  private static final String MODEL = new SmallVectors().model();

  /** Each statement takes the range of numbers that it makes rows of. */
  private static final List<String> ROWS =
      List.of(
          """
          INSERT INTO source (id, project, newest_accepted, newest_accepted_id, newest_finished,
                              newest_finished_id, name) OVERRIDING SYSTEM VALUE
          SELECT n, p.id, 1, %1$s, 1, %1$s, 'letter ' || n
            FROM generate_series(%2$d, %3$d) AS n, project p
          """,
          """
          INSERT INTO extraction (id, project, source, generation, epoch, since, started_at, done_at,
                                  status, stage, queue, max_attempts, passages, passages_extracted,
                                  passages_embedded)
          SELECT %1$s, p.id, n, 1, 1, now(), now(), now(), 'done', 'linked', 'default', 5, 3, 3, 3
            FROM generate_series(%2$d, %3$d) AS n, project p
          """,
          """
          INSERT INTO document (project, extraction, source, generation, created_at, fingerprint,
                                metadata, text)
          SELECT p.id, %1$s, n, 1, now(), sha256('letter'), '{}', 'three passages'
            FROM generate_series(%2$d, %3$d) AS n, project p
          """,
          """
          INSERT INTO passage (extraction, embedding_id, ordinal, start_at, end_at, content_hash,
                               model, text, facts)
          SELECT %1$s, gen_random_uuid(), o, 0, 5, sha256('passage'), '%4$s', 'a passage', '[]'
            FROM generate_series(%2$d, %3$d) AS n, generate_series(0, 2) AS o
          """);

  private static final String ID = "lpad(to_hex(n), 32, '0')::uuid";

  @Test
  void aSweepWithNothingWrong(@TempDir Path data) throws Exception {
    try (Servers servers = Servers.start(data);
        HikariDataSource pool = pool(servers.postgres);
        HikariDataSource reads = pool(servers.postgres);
        var ledger =
            new PostgresStores(
                new Pools(pool, reads, Pools.Sharing.NONE),
                () -> connection(servers.postgres),
                new SimpleMeterRegistry(),
                StoreSettings.DEFAULT);
        RedisStores redis = RedisStores.open(RedisSettings.of(servers.redis, "sweep"));
        QdrantStores qdrant =
            QdrantStores.open(
                QdrantSettings.of(
                        servers.qdrant.host(), servers.qdrant.port(), "sweep-" + UUID.randomUUID())
                    .withApiKey(servers.qdrant.apiKey()))) {
      ledger.migrate();
      UUID owner = ledger.installation();
      PointStore points = qdrant.points(MODEL, DIMENSION, owner);
      Recovery recovery = recovery(ledger, redis, qdrant, points, owner);
      recovery.ensureCollection();
      ledger.projects().put("tenant", "letters", "{}", "{}");
      generate(servers.postgres);
      write(ledger.recovery().audit(), points);
      CollectionStore records = ledger.recovery().collections();
      records.refilled(requireNonNull(records.named(points.collection())));

      for (int n = 0; n < 3; n++) {
        long begin = System.nanoTime();
        RecoveryReport report =
            recovery
                .run(
                    new RecoveryRequest(new Everything(), Depth.TRIAGE, false, 10_000, false),
                    UUID.randomUUID())
                .orElseThrow();
        System.out.printf(
            "a sweep of %d extractions and %d passages with nothing wrong: %.2f s%n",
            EXTRACTIONS, PASSAGES, (System.nanoTime() - begin) / 1e9);
        assertThat(report.complete()).as(report.toString()).isTrue();
        assertThat(report.points()).isGreaterThanOrEqualTo(PASSAGES);
        assertThat(report.drift().values()).allMatch(count -> count.found() == 0);
      }
      passes(ledger);
    }
  }

  /** What asks by itself beside the sweeps, and what people ask most. */
  private static void passes(PostgresStores ledger) {
    RecoveryLedger ports = ledger.recovery();
    print(
        "a purge of every kind",
        () -> {
          for (RetentionKind kind : RetentionKind.values()) {
            ports.retention().purge(kind, Duration.ofDays(365), 500);
          }
        });
    print(
        "a look for dead workers",
        () -> {
          ports.reaper().sessions(Duration.ofSeconds(15));
          ports.reaper().releaseAbandoned(1_000);
          ports.reaper().releaseHung(1_000);
        });
    print(
        "the gauges",
        () -> {
          ledger.deadLetters();
          ports.audit().oldestUnconverged();
          ports.collections().verifiedThrough();
          ports.runs().tasks();
          ports.orphans().count();
        });
    UUID project = ledger.projects().find("tenant", "letters").orElseThrow().id();
    for (Status status : List.of(Status.DONE, Status.FAILED)) {
      print(
          "a page of 100 that are " + status.label(),
          () ->
              ledger
                  .extractionReader()
                  .list(project, new Filter(status, null, null, null, null, 100)));
    }
  }

  private static void print(String what, Runnable pass) {
    long begin = System.nanoTime();
    pass.run();
    System.out.printf(
        "%s of %d extractions: %.3f s%n", what, EXTRACTIONS, (System.nanoTime() - begin) / 1e9);
  }

  private static Recovery recovery(
      PostgresStores ledger,
      RedisStores redis,
      QdrantStores qdrant,
      PointStore points,
      UUID owner) {
    RecoveryLedger ports = ledger.recovery();
    return new Recovery(
        new RecoveryPorts(
            owner,
            ledger.extractions(),
            ports.audit(),
            ports.reaper(),
            ports.removals(),
            ports.orphans(),
            ports.runs(),
            ports.collections(),
            ports.retention(),
            redis.queue(),
            points,
            qdrant.sentinels(owner),
            new SmallVectors(),
            ports.conversions(),
            _ -> points),
        RecoverySettings.DEFAULT,
        new Clocks(InstantSource.system(), InstantSource.system()),
        _ -> "{}",
        new RecoveryMetrics(new SimpleMeterRegistry()));
  }

  private static HikariDataSource pool(PostgresAddress server) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(server.url());
    config.setUsername(server.username());
    config.setPassword(server.password());
    config.setMaximumPoolSize(4);
    return new HikariDataSource(config);
  }

  private static Connection connection(PostgresAddress server) throws SQLException {
    return DriverManager.getConnection(server.url(), server.username(), server.password());
  }

  private static void generate(PostgresAddress server) throws SQLException {
    try (Connection connection = connection(server);
        Statement statement = connection.createStatement()) {
      statement.execute("SET synchronous_commit = off");
      for (int from = 1; from <= EXTRACTIONS; from += AT_ONCE) {
        int to = Math.min(EXTRACTIONS, from + AT_ONCE - 1);
        for (String rows : ROWS) {
          statement.execute(rows.formatted(ID, from, to, MODEL));
        }
      }
      statement.execute("VACUUM ANALYZE");
    }
  }

  /** Gives every row its point. */
  private static void write(LedgerAudit audit, PointStore points) throws Exception {
    var random = new Random(DIMENSION);
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> pending = new ArrayList<>();
      @Nullable PointRow after = null;
      List<PointRow> page;
      do {
        page = audit.pointRows(new Everything(), MODEL, after, PAGE);
        after = page.isEmpty() ? after : page.getLast();
        List<Point> batch =
            page.stream()
                .map(row -> new Point(row.embeddingId(), vector(random), row.payload(row.epoch())))
                .toList();
        pending.add(threads.submit(() -> points.upsert(batch)));
        while (pending.size() > 8) {
          pending.removeFirst().get();
        }
      } while (page.size() == PAGE);
      for (Future<?> each : pending) {
        each.get();
      }
    }
  }

  private static float[] vector(Random random) {
    float[] vector = new float[DIMENSION];
    for (int at = 0; at < DIMENSION; at++) {
      vector[at] = random.nextFloat() + 0.01f;
    }
    return vector;
  }
}
