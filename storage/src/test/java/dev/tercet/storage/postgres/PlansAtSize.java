package dev.tercet.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.embedded.postgres.PostgresAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PreferQueryMode;

/**
 * At a million documents no statement walks through a table that grows or looks at more pages than
 * its bound; no index can be missed, and every statement of the program was looked at.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlansAtSize implements Explaining.Bounds {
  private static final int EXTRACTIONS = Integer.getInteger("tercet.plans.extractions", 1_000_000);

  private static final int PASSAGES = Integer.getInteger("tercet.plans.passages", 2);

  /** What a hundred rows may cost that each are found and changed in a few tables. */
  private static final long BOUND = 6_000;

  /** What may cost more, and why. */
  private static final Map<String, Long> BOUNDS =
      Map.of(
          "BulkWalk.PAGE_OF_FAILED", 8_000L, // the project of each of a thousand
          "Costs.FOLD", 35_000L, // a thousand differences of as many projects, in two tables
          "PostgresSpendReader.OF_TENANT", 3_000L,
          "PointCounts.COUNTS", 15_000L, // each of the 4,096 buckets
          "PointCounts.FOLD", 100_000L, // five thousand differences, in each of them
          "SearchFilling.BACKFILL", 10_000L, // notes a thousand rows
          "Spending.FOLD", 25_000L, // a thousand differences, each of another project
          "StatusCounts.FOLD", 15_000L,
          "StatusCounts.FOLD_OF_PROJECT", 15_000L);

  /** Tables that stay small, whatever is posted. */
  private static final Set<String> SMALL =
      Set.of(
          "installation",
          "queue_setting",
          "queue_marker",
          "call_rate",
          "provider_state",
          "schedule",
          "batch",
          "budget",
          "collection",
          "reconciler_task",
          "run_number",
          "verified_bucket",
          "point_count",
          "point_difference",
          "reconciler_run",
          "question_lease",
          "search_backfill",
          "flyway_schema_history",
          "index_definition");

  /** What walks through the projects, once when a collection is created. */
  private static final Set<String> AT_CREATION = Set.of("ComparedSince.FORGET_PROJECTS");

  /**
   * What is of all projects: asked once a second and process at most, while a backlog is limited.
   */
  private static final Set<String> OF_ALL_PROJECTS = Set.of("StatusCounts.TOTALS");

  /** What ports do only after an accident; its plan is looked at. */
  private static final Set<String> AFTER_ACCIDENTS =
      Set.of(
          "BulkRows.PUT_OFF",
          "ClaimOperation.HELD",
          "ExtractionLock.ROWS",
          "HeldEntities.AGAIN",
          "SearchFilling.BACKFILL",
          "SearchFilling.PUT_OFF",
          "AuditTrail.ENDS");

  /** What asks for settings, locks and its own session's row alone. */
  private static final Set<String> OF_SESSIONS =
      Set.of(
          "Database.READING",
          "PostgresWorkerSessions.OPEN",
          "RunLocks.END",
          "RunLocks.ONE_OF_OURS",
          "RunLocks.TRY_LOCK",
          "RunLocks.UNLOCK",
          "SessionLock.BEAT",
          "SessionLock.TAKE");

  private final Map<String, Duration> passes = new LinkedHashMap<>();
  private final Explaining explaining = new Explaining(this);
  private final PostgresAddress address = PostgresServerUnderTest.freshDatabase();
  private final LedgerUnderTest ledger =
      new LedgerUnderTest(address, StoreSettings.DEFAULT, explaining::over);
  private final SortedMap<String, String> statements = Statements.all();
  private final SortedMap<String, String> constraints = new TreeMap<>();
  private final SortedMap<String, String> tables = new TreeMap<>();
  private final SortedMap<String, String> wholes = new TreeMap<>();

  @BeforeAll
  void askEverything() throws SQLException {
    long start = System.nanoTime();
    new LargeLedger(ledger).fill(new LargeLedger.Size(EXTRACTIONS, PASSAGES));
    System.out.println("generated in " + (System.nanoTime() - start) / 1_000_000_000 + " s");
    ledger
        .column(
            "SELECT i.indexrelid::regclass || ' ' || i.indrelid::regclass || ' ' || coalesce(k.conname, '')"
                + " FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid"
                + " LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid"
                + " WHERE c.relnamespace = 'public'::regnamespace AND NOT c.relispartition")
        .forEach(row -> {
          String[] index = row.split(" ", -1);
          tables.put(index[0], index[1]);
          if (!index[2].isEmpty()) {
            constraints.put(index[0], index[2]);
          }
        });
    ledger
        .column(
            "SELECT c.relname || ' ' || pg_partition_root(c.oid)::regclass FROM pg_class c"
                + " WHERE c.relkind = 'i' AND c.relispartition")
        .forEach(row -> wholes.put(row.split(" ", -1)[0], row.split(" ", -1)[1]));
    new EveryLook(ledger, EXTRACTIONS, 0)
        .passes()
        .forEach((name, pass) -> passes.put(name, fastest(pass)));
    explaining.begin();
    play(0);
    ledger.execute("DELETE FROM pg_statistic");
    explaining.again(" (of tables that were not analysed since they grew)");
    play(1);
  }

  private void play(int turn) throws SQLException {
    new EveryPort(ledger, EXTRACTIONS, turn).play();
    new EveryProvider(ledger).play();
    new EverySchedule(ledger).play();
    new EveryBudget(ledger, turn).play();
    new EveryQueue(ledger, EXTRACTIONS).play();
    new EveryBatch(ledger).play();
    for (String accident : AFTER_ACCIDENTS) {
      String sql = Objects.requireNonNull(statements.get(accident), accident);
      try (Connection connection = unprepared()) {
        explaining.look(connection, sql);
      }
    }
  }

  /** Of three, since others are at work on the machine. */
  private static Duration fastest(Runnable pass) {
    long fastest = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      long start = System.nanoTime();
      pass.run();
      fastest = Math.min(fastest, System.nanoTime() - start);
    }
    return Duration.ofNanos(fastest);
  }

  /** In simple mode, since nothing is bound to the parameters of a generic plan. */
  private Connection unprepared() throws SQLException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(address.url());
    source.setUser(address.username());
    source.setPassword(address.password());
    source.setPreferQueryMode(PreferQueryMode.SIMPLE);
    return source.getConnection();
  }

  @AfterAll
  void close() {
    ledger.close();
  }

  @Override
  public String whole(String index) {
    return wholes.getOrDefault(index, index);
  }

  @Override
  public @Nullable String fault(String sql, Plan plan) {
    Set<String> walked = new TreeSet<>(plan.walked());
    walked.removeAll(SMALL);
    if (AT_CREATION.contains(name(sql))) {
      walked.remove("project");
    }
    if (OF_ALL_PROJECTS.contains(name(sql))) {
      walked.removeAll(Set.of("status_count", "status_difference"));
    }
    long bound = BOUNDS.getOrDefault(name(sql), BOUND);
    if (!walked.isEmpty()) {
      return "walks through " + walked;
    }
    return plan.buffers() > bound
        ? "looks at " + plan.buffers() + " pages, more than " + bound
        : null;
  }

  @Override
  public @Nullable String drop(String index) {
    String table = tables.get(index);
    if (table == null || SMALL.contains(table)) {
      return null;
    }
    String constraint = constraints.get(index);
    return constraint == null
        ? "DROP INDEX " + index
        : "ALTER TABLE " + table + " DROP CONSTRAINT " + constraint;
  }

  private String name(String sql) {
    return statements.entrySet().stream()
        .filter(it -> it.getValue().equals(sql))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(sql);
  }

  @Test
  void noStatementLooksAtMoreThanItsBound() {
    explaining.buffers.forEach((sql, pages) -> System.out.println(pages + " " + name(sql)));
    assertThat(explaining.faults).isEmpty();
  }

  @Test
  void noPassTakesASecond() {
    passes.forEach((name, time) -> System.out.println(name + ": " + time.toMillis() + " ms"));
    assertThat(passes.values()).allMatch(it -> it.compareTo(Duration.ofSeconds(1)) < 0);
  }

  @Test
  void everyStatementWasExplained() {
    SortedMap<String, String> missing = new TreeMap<>(statements);
    missing.values().removeAll(explaining.buffers.keySet());
    missing.keySet().removeAll(OF_SESSIONS);
    assertThat(missing.keySet()).isEmpty();
  }

  @Test
  void noIndexCanBeMissed() {
    Map<String, String> missed = new TreeMap<>(tables);
    missed.values().removeAll(SMALL);
    missed.keySet().removeAll(explaining.needed.keySet());
    assertThat(missed).isEmpty();
  }
}
