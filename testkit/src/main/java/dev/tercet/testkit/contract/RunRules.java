package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.id.EmbeddingId;
import dev.tercet.saga.port.RunStore;
import dev.tercet.saga.port.RunStore.Run;
import dev.tercet.saga.port.RunStore.RunLock;
import dev.tercet.saga.port.RunStore.TaskState;
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

  private RunStore runs() {
    return scene().ledger().runs();
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
    try (RunLock _ = runs().tryLock(project).orElseThrow()) {
      assertThat(runs().tryLock(project)).isEmpty();
      try (RunLock _ = runs().tryLock(null).orElseThrow();
          RunLock _ = runs().tryLock(UUID.randomUUID()).orElseThrow()) {
        assertThat(runs().tryLock(null)).isEmpty();
      }
      runs().tryLock(null).orElseThrow().close();
    }

    runs().tryLock(project).orElseThrow().close();
  }

  @Test
  @DisplayName("S8: the process that holds a lock cannot take it a second time either")
  default void locksOutItsOwnProcess() {
    RunStore process = runs();
    try (RunLock _ = process.tryLock(null).orElseThrow()) {
      assertThat(process.tryLock(null)).isEmpty();
    }

    process.tryLock(null).orElseThrow().close();
  }

  @Test
  @DisplayName("S5: a lock that is closed twice is closed once, and not taken from the next holder")
  default void closesALockOnce() {
    RunLock lock = runs().tryLock(null).orElseThrow();
    lock.close();
    try (RunLock _ = runs().tryLock(null).orElseThrow()) {
      lock.close();

      assertThat(runs().tryLock(null)).isEmpty();
    }
  }

  @Test
  @DisplayName("S8: of many who ask at once one gets the lock")
  default void givesTheLockToOneOfMany() {
    List<Callable<Optional<RunLock>>> askers =
        IntStream.range(0, 6)
            .<Callable<Optional<RunLock>>>mapToObj(_ -> () -> runs().tryLock(null))
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
      runs().ended(run, null);
    }

    List<Run> runs = runs().newest(10);

    assertThat(runs).extracting(Run::id).containsExactly(third.id(), ofProject.id(), sweep.id());
    Run kept = runs.get(1);
    assertThat(kept.project()).isEqualTo(scene().project());
    assertThat(kept.startedAt()).isEqualTo(ofProject.startedAt());
    assertThat(kept.finishedAt()).isEqualTo(ofProject.finishedAt());
    assertThat(kept.success()).isTrue();
    assertThat(Json.tree(kept.report())).isEqualTo(Json.tree(ofProject.report()));
    assertThat(runs.getLast().project()).isNull();
    assertThat(runs().newest(1)).extracting(Run::id).containsExactly(third.id());
  }

  @Test
  @DisplayName("S5: a run whose report is kept twice is one run")
  default void keepsARunOnce() {
    Run run = run(1, null);
    runs().ended(run, null);
    runs().ended(run, null);

    assertThat(runs().newest(10)).hasSize(1);
  }

  @Test
  @DisplayName("S8: a task succeeds with the run that is kept, if it is one's")
  default void notesTheTaskThatSucceedsWithARun() {
    runs().ended(run(1, null), null);
    assertThat(runs().lastSuccess(RunStore.SWEEP)).isNull();

    runs().ended(run(2, null), RunStore.SWEEP);

    assertThat(runs().lastSuccess(RunStore.SWEEP)).isNotNull();
    assertThat(runs().newest(10)).hasSize(2);
  }

  @Test
  @DisplayName("S8: a task's last success is on the ledger's clock, and outlives its process")
  default void remembersTheLastSuccess() {
    assertThat(runs().lastSuccess(RunStore.SWEEP)).isNull();
    Instant before = scene().ledger().now();

    runs().succeeded(RunStore.SWEEP);

    assertThat(runs().lastSuccess(RunStore.SWEEP)).isBetween(before, scene().ledger().now());
    assertThat(runs().lastSuccess("purge")).isNull();
    scene().ledger().letAMomentPass();
    Instant later = scene().ledger().now();
    runs().succeeded(RunStore.SWEEP);
    assertThat(runs().lastSuccess(RunStore.SWEEP)).isAfterOrEqualTo(later);
  }

  @Test
  @DisplayName("§6: a task's failures are counted until it succeeds, and told with the last")
  default void remembersFailures() {
    runs().succeeded(RunStore.SWEEP);
    Instant success = runs().lastSuccess(RunStore.SWEEP);
    runs().failed(RunStore.SWEEP, "no room");
    runs().failed(RunStore.SWEEP, "no time");
    runs().failed("other", "no luck");

    TaskState failing = runs().tasks().of(RunStore.SWEEP);
    assertThat(failing.succeededAt()).isEqualTo(success);
    assertThat(failing.failures()).isEqualTo(2);
    assertThat(failing.failedAt()).isBetween(success, scene().ledger().now());
    assertThat(failing.fault()).isEqualTo("no time");
    assertThat(runs().tasks().states()).containsOnlyKeys(RunStore.SWEEP, "other");

    runs().succeeded(RunStore.SWEEP);
    scene().ledger().age(Duration.ofMinutes(3));
    assertThat(runs().tasks().sinceSuccess(RunStore.SWEEP))
        .as("by the database's clock")
        .isBetween(Duration.ofMinutes(3), Duration.ofMinutes(4));
    assertThat(runs().tasks().sinceSuccess("other")).isNull();
    assertThat(runs().tasks().of(RunStore.SWEEP).fault()).isNull();
    assertThat(runs().tasks().of(RunStore.SWEEP).failures()).isZero();
  }

  @Test
  @DisplayName("§8: the cursor begins at 0 and outlives its process")
  default void remembersTheCursor() {
    assertThat(runs().cursor()).isZero();

    runs().cursor(EmbeddingId.BUCKETS - 1);

    assertThat(runs().cursor()).isEqualTo(EmbeddingId.BUCKETS - 1);
    assertThat(runs().lastSuccess(RunStore.SWEEP)).isNull();
    runs().succeeded(RunStore.SWEEP);
    assertThat(runs().cursor()).isEqualTo(EmbeddingId.BUCKETS - 1);
    runs().cursor(7);
    assertThat(runs().cursor()).isEqualTo(7);
    assertThat(runs().lastSuccess(RunStore.SWEEP)).isNotNull();
  }
}
