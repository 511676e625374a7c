package dev.tercet.saga.port;

import dev.tercet.saga.RetentionKind;
import dev.tercet.saga.id.EmbeddingId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Recovery's runs: their lock, their reports and numbers, and how its tasks have fared. */
public interface RunStore {
  /** The lock's name, among those of projects, of the process that makes the frequent looks. */
  UUID RECONCILER = new UUID(0, 0x12);

  /** The name of the task that sweeps. */
  String SWEEP = "sweep";

  /** Holds off other runs on the same scope while open; it is lost with its connection. */
  interface RunLock extends AutoCloseable {
    @Override
    void close();
  }

  /** Takes the advisory lock of the project (null: of the sweep); empty when another run has it. */
  Optional<RunLock> tryLock(@Nullable UUID project);

  /** A finished run; {@code report} is the JSON that the endpoint answered. */
  record Run(
      UUID id,
      @Nullable UUID project,
      Instant startedAt,
      Instant finishedAt,
      boolean success,
      String report) {}

  /**
   * Keeps a run's report, and that a task has succeeded with it.
   *
   * @param task null when it was no task's, or did not succeed
   */
  void ended(Run run, @Nullable String task);

  /** The newest runs first. */
  List<Run> newest(int limit);

  /**
   * How a named task ({@link #SWEEP}, those of {@link RetentionKind}) has fared; survives restarts.
   *
   * @param succeededAt when it last succeeded; null before
   * @param failures in a row since then
   * @param failedAt when the last of them was; null when there is none
   * @param fault what it said
   */
  record TaskState(
      @Nullable Instant succeededAt,
      int failures,
      @Nullable Instant failedAt,
      @Nullable String fault) {
    /** Of a task that was never heard of. */
    public static final TaskState NEW = new TaskState(null, 0, null, null);
  }

  /**
   * How the tasks have fared that were ever heard of, by their names.
   *
   * @param readAt when that was read, by the database's clock, which alone tells their ages
   */
  record Tasks(Instant readAt, Map<String, TaskState> states) {

    /** How that one has fared. */
    public TaskState of(String task) {
      return states.getOrDefault(task, TaskState.NEW);
    }

    /** How long ago it last succeeded; null when it never did. */
    public @Nullable Duration sinceSuccess(String task) {
      Instant succeeded = of(task).succeededAt();
      return succeeded == null ? null : Duration.between(succeeded, readAt);
    }
  }

  /** How all tasks have fared. */
  Tasks tasks();

  /** When the named task last succeeded; null before. */
  @Nullable Instant lastSuccess(String task);

  /** Notes that the task succeeded now (database clock). */
  void succeeded(String task);

  /** Notes that it failed now, once more in a row. */
  void failed(String task, String fault);

  /** Where the rolling comparison goes on, 0 to {@link EmbeddingId#BUCKETS} - 1. */
  int cursor();

  /** Moves it. */
  void cursor(int bucket);

  /**
   * The number of a run that may write.
   *
   * @param number above every one before it
   * @param wentBackAt when Postgres was found to be older than its newest run; null when it was not
   * @param at when it was taken (database clock)
   */
  record Numbered(long number, @Nullable Instant wentBackAt, Instant at) {}

  /**
   * Takes the next number, above the last one and above {@code seen}, which the point store has. A
   * last one below that means that Postgres has gone back: remembered for {@code grace}.
   */
  Numbered number(long seen, Duration grace);

  /** The last number, and whether Postgres has gone back; changes nothing. */
  Numbered numbered(long seen, Duration grace);
}
