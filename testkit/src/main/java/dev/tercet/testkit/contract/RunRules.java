package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.EmbeddingId;
import dev.tercet.saga.RecoveryStore;
import dev.tercet.saga.RecoveryStore.Run;
import dev.tercet.saga.RecoveryStore.RunLock;
import dev.tercet.saga.RecoveryStore.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Recovery's runs: one at a time, and remembered (S8). */
interface RunRules {
  Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  LedgerScene scene();

  private RecoveryStore recovery() {
    return scene().ledger().recovery();
  }

  private static Run run(int minute, @Nullable UUID project) {
    Instant start = NOON.plusSeconds(60L * minute);
    return new Run(
        UUID.randomUUID(),
        project,
        start,
        start.plusMillis(1_500),
        true,
        "{\"run\":" + minute + "}");
  }

  @Test
  @DisplayName("S8: one run at a time per project; other projects and the sweep are apart")
  default void locksEachProjectApart() {
    UUID project = scene().project();
    try (RunLock _ = recovery().tryLock(project).orElseThrow()) {
      assertThat(recovery().tryLock(project)).isEmpty();
      try (RunLock _ = recovery().tryLock(null).orElseThrow();
          RunLock _ = recovery().tryLock(UUID.randomUUID()).orElseThrow()) {
        assertThat(recovery().tryLock(null)).isEmpty();
      }
      recovery().tryLock(null).orElseThrow().close();
    }

    recovery().tryLock(project).orElseThrow().close();
  }

  @Test
  @DisplayName("S8: the process that holds a lock cannot take it a second time either")
  default void locksOutItsOwnProcess() {
    RecoveryStore process = recovery();
    try (RunLock _ = process.tryLock(null).orElseThrow()) {
      assertThat(process.tryLock(null)).isEmpty();
    }

    process.tryLock(null).orElseThrow().close();
  }

  @Test
  @DisplayName("S5: a lock that is closed twice is closed once, and not taken from the next holder")
  default void closesALockOnce() {
    RunLock lock = recovery().tryLock(null).orElseThrow();
    lock.close();
    try (RunLock _ = recovery().tryLock(null).orElseThrow()) {
      lock.close();

      assertThat(recovery().tryLock(null)).isEmpty();
    }
  }

  @Test
  @DisplayName("S8: of many who ask at once one gets the lock")
  default void givesTheLockToOneOfMany() {
    List<Callable<Optional<RunLock>>> askers =
        IntStream.range(0, 6)
            .<Callable<Optional<RunLock>>>mapToObj(_ -> () -> recovery().tryLock(null))
            .toList();

    List<RunLock> locks = Race.all(askers).stream().flatMap(Optional::stream).toList();

    assertThat(locks).hasSize(1);
    locks.forEach(RunLock::close);
  }

  @Test
  @DisplayName("S9: runs are kept, the newest first")
  default void keepsRuns() {
    Run sweep = run(1, null);
    Run ofProject = run(2, scene().project());
    Run third = run(3, null);
    for (Run run : List.of(ofProject, sweep, third)) {
      recovery().ended(run, null);
    }

    List<Run> runs = recovery().runs(10);

    assertThat(runs).extracting(Run::id).containsExactly(third.id(), ofProject.id(), sweep.id());
    Run kept = runs.get(1);
    assertThat(kept.project()).isEqualTo(scene().project());
    assertThat(kept.startedAt()).isEqualTo(ofProject.startedAt());
    assertThat(kept.finishedAt()).isEqualTo(ofProject.finishedAt());
    assertThat(kept.success()).isTrue();
    assertThat(Json.tree(kept.report())).isEqualTo(Json.tree(ofProject.report()));
    assertThat(runs.getLast().project()).isNull();
    assertThat(recovery().runs(1)).extracting(Run::id).containsExactly(third.id());
  }

  @Test
  @DisplayName("S5: a run whose report is kept twice is one run")
  default void keepsARunOnce() {
    Run run = run(1, null);
    recovery().ended(run, null);
    recovery().ended(run, null);

    assertThat(recovery().runs(10)).hasSize(1);
  }

  @Test
  @DisplayName("S8: a task succeeds with the run that is kept, if it is one's")
  default void notesTheTaskThatSucceedsWithARun() {
    recovery().ended(run(1, null), null);
    assertThat(recovery().lastSuccess("sweep")).isNull();

    recovery().ended(run(2, null), "sweep");

    assertThat(recovery().lastSuccess("sweep")).isNotNull();
    assertThat(recovery().runs(10)).hasSize(2);
  }

  @Test
  @DisplayName("S8: a task's last success is on the ledger's clock, and outlives its process")
  default void remembersTheLastSuccess() {
    assertThat(recovery().lastSuccess("sweep")).isNull();
    Instant before = scene().ledger().now();

    recovery().succeeded("sweep");

    assertThat(recovery().lastSuccess("sweep")).isBetween(before, scene().ledger().now());
    assertThat(recovery().lastSuccess("purge")).isNull();
    scene().ledger().letAMomentPass();
    Instant later = scene().ledger().now();
    recovery().succeeded("sweep");
    assertThat(recovery().lastSuccess("sweep")).isAfterOrEqualTo(later);
  }

  @Test
  @DisplayName("§6: a task's failures are counted until it succeeds, and told with the last")
  default void remembersFailures() {
    recovery().succeeded("sweep");
    Instant success = recovery().lastSuccess("sweep");
    recovery().failed("sweep", "no room");
    recovery().failed("sweep", "no time");
    recovery().failed("other", "no luck");

    TaskState failing = recovery().tasks().of("sweep");
    assertThat(failing.succeededAt()).isEqualTo(success);
    assertThat(failing.failures()).isEqualTo(2);
    assertThat(failing.failedAt()).isBetween(success, scene().ledger().now());
    assertThat(failing.fault()).isEqualTo("no time");
    assertThat(recovery().tasks().states()).containsOnlyKeys("sweep", "other");

    recovery().succeeded("sweep");
    scene().ledger().age(Duration.ofMinutes(3));
    assertThat(recovery().tasks().sinceSuccess("sweep"))
        .as("by the database's clock")
        .isBetween(Duration.ofMinutes(3), Duration.ofMinutes(4));
    assertThat(recovery().tasks().sinceSuccess("other")).isNull();
    assertThat(recovery().tasks().of("sweep").fault()).isNull();
    assertThat(recovery().tasks().of("sweep").failures()).isZero();
  }

  @Test
  @DisplayName("§8: the cursor begins at 0 and outlives its process")
  default void remembersTheCursor() {
    assertThat(recovery().cursor()).isZero();

    recovery().cursor(EmbeddingId.BUCKETS - 1);

    assertThat(recovery().cursor()).isEqualTo(EmbeddingId.BUCKETS - 1);
    assertThat(recovery().lastSuccess("sweep")).isNull();
    recovery().succeeded("sweep");
    assertThat(recovery().cursor()).isEqualTo(EmbeddingId.BUCKETS - 1);
    recovery().cursor(7);
    assertThat(recovery().cursor()).isEqualTo(7);
    assertThat(recovery().lastSuccess("sweep")).isNotNull();
  }
}
