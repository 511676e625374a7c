package dev.tercet.saga;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What recovery remembers: its lock, its runs, its cursor, and the state of the collection. */
public interface RecoveryStore {
  /**
   * How long a caller's idempotency key is remembered: longer than any client goes on repeating a
   * request. A key that is older may stand for another body again.
   */
  Duration KEYS_KEPT = Duration.ofHours(24);

  /** The lock's name, among those of projects, of the process that makes the frequent looks. */
  UUID RECONCILER = new UUID(0, 0x12);

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
  List<Run> runs(int limit);

  /**
   * How a named task ({@code sweep}, those of {@link Retained}) has fared; survives restarts.
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
   * What is recorded of a collection.
   *
   * @param model the embedding model whose points it holds
   * @param dimension the length of its vectors
   * @param incarnation drawn anew whenever it is created
   * @param refilling from before it is created or chosen until every row has its point in it
   * @param refilledTo up to which point rows were compared since it was created; null at the start
   * @param retired no row has its point in it any more, and nothing is asked of it but removals
   */
  record CollectionRecord(
      String name,
      String model,
      int dimension,
      String incarnation,
      boolean refilling,
      @Nullable UUID refilledTo,
      boolean retired) {}

  /** The record of a collection; null when it was never created by us. */
  @Nullable CollectionRecord collection(String name);

  /** Every recorded collection, the one that was chosen last first. */
  List<CollectionRecord> collections();

  /**
   * Records that the collection is about to be created (again), under a new incarnation, and must
   * be refilled; what was compared before is not any more. One that was retired is not any more.
   */
  CollectionRecord creating(String name, String model, int dimension);

  /**
   * New points go into this collection from now on. It is not retired, holds this model's points,
   * and must be refilled as long as another one is not retired. Nothing happens when it has no
   * record.
   */
  void chosen(String name, String model);

  /**
   * Rows were compared with the collection being refilled up to this point; nothing is noted when
   * it was created again since its record was {@code seen}.
   */
  void refilledTo(CollectionRecord seen, UUID point);

  /** The refill is whole; nothing is noted when it was created again. */
  void refilled(CollectionRecord seen);

  /** No row has its point in this collection any more. */
  void retired(String name);

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

  /**
   * These buckets were compared whole and nothing is left wrong in them; nothing is noted when the
   * collection was created again.
   *
   * @param seen the collection's record before the first of them was read
   * @param at a moment before that, too
   */
  void verified(CollectionRecord seen, Collection<Integer> buckets, Instant at);

  /** The same of one project. */
  void verified(CollectionRecord seen, UUID project, Instant at);

  /**
   * Since when everything older has been compared: the oldest time of all buckets, null while one
   * of them was not compared since its collection was created.
   */
  @Nullable Instant verifiedThrough();

  /** The same of one project: its own or that of everything, whichever is later. */
  @Nullable Instant verifiedThrough(UUID project);

  /**
   * What one batch of retention did.
   *
   * @param rows extractions that turned {@code deleting}, or rows that went
   * @param more whether there may be more of that age
   */
  record Purged(long rows, boolean more) {}

  /**
   * One bounded batch of retention, a transaction of its own. Extractions that ended at least that
   * long ago turn {@code deleting} with a removal row; histories go whose extraction went that long
   * ago; answers and keys go by their own age. Nothing newer is looked at.
   */
  Purged purge(Retained kind, Duration age, int limit);

  /**
   * Adds a batch of what has changed since to the counts of statuses and to what was spent, so that
   * a reader never has much to add up; true when there may be more. The counts are the same before
   * and after.
   */
  boolean foldCounts();
}
