package dev.tercet.pipeline;

import dev.tercet.saga.Status;
import dev.tercet.saga.Usage;
import dev.tercet.saga.answer.AnswerRepair;
import dev.tercet.saga.answer.DroppedFacts;
import dev.tercet.saga.port.AnswerStore.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** What the pipeline counts and times; every name is there from the start, at zero. */
public final class PipelineMetrics {
  /**
   * The steps whose duration is timed; their tag is called stage, and they are no {@code Stage}.
   */
  public enum Step {
    LOAD,
    EXTRACT,
    EMBED,
    LINK,
    COMPLETE
  }

  /** How a model call ended. */
  public enum CallOutcome {
    VALID,
    INVALID,
    CUT,
    REFUSED,
    UNAVAILABLE
  }

  /** Why an attempt is to be made again. */
  public enum RetryClass {
    TRANSIENT,
    WAITING
  }

  private final Map<Step, Timer> steps = new EnumMap<>(Step.class);
  private final Map<CallOutcome, Counter> calls = new EnumMap<>(CallOutcome.class);
  private final Map<AnswerRepair, Counter> repairs = new EnumMap<>(AnswerRepair.class);
  private final Map<DroppedFacts.Reason, Counter> dropped =
      new EnumMap<>(DroppedFacts.Reason.class);
  private final Map<RetryClass, Counter> retries = new EnumMap<>(RetryClass.class);
  private final Map<Status, Counter> extractions = new EnumMap<>(Status.class);
  private final Counter inputTokens;
  private final Counter outputTokens;
  private final InstantSource wall;
  private final Timer extraction;
  private final Timer queueLatency;
  private final AtomicReference<IntSupplier> concurrencyLimit = new AtomicReference<>(() -> 0);

  /**
   * Metrics in that registry.
   *
   * @param wall is compared with times of other machines
   */
  public PipelineMetrics(MeterRegistry registry, InstantSource wall) {
    this.wall = wall;
    for (Step it : Step.values()) {
      steps.put(it, histogram("tercet.stage.duration").tag("stage", label(it)).register(registry));
    }
    for (CallOutcome it : CallOutcome.values()) {
      calls.put(it, registry.counter("tercet.llm.calls", "outcome", label(it)));
    }
    for (AnswerRepair it : AnswerRepair.values()) {
      repairs.put(it, registry.counter("tercet.llm.answers.repaired", "repair", it.label()));
    }
    for (DroppedFacts.Reason it : DroppedFacts.Reason.values()) {
      dropped.put(it, registry.counter("tercet.llm.facts.dropped", "reason", it.label()));
    }
    for (RetryClass it : RetryClass.values()) {
      retries.put(it, registry.counter("tercet.retries", "class", label(it)));
    }
    for (Status it : Status.values()) {
      extractions.put(it, registry.counter("tercet.extractions", "status", it.label()));
    }
    inputTokens = registry.counter("tercet.llm.tokens", "direction", "input");
    outputTokens = registry.counter("tercet.llm.tokens", "direction", "output");
    extraction = histogram("tercet.extraction.duration").register(registry);
    queueLatency = histogram("tercet.queue.latency").register(registry);
    Gauge.builder("tercet.llm.concurrency.limit", concurrencyLimit, it -> it.get().getAsInt())
        .strongReference(true)
        .register(registry);
  }

  /** Runs a step and times it, whether it succeeds or throws. */
  public <T> T time(Step step, Supplier<T> work) {
    long begin = System.nanoTime();
    try {
      return work.get();
    } finally {
      of(steps, step).record(Duration.ofNanos(System.nanoTime() - begin));
    }
  }

  /** A model call ended. */
  public void called(CallOutcome outcome, Usage usage) {
    of(calls, outcome).increment();
    inputTokens.increment((double) usage.inputTokens());
    outputTokens.increment((double) usage.outputTokens());
  }

  /** A valid answer was read, with what had to be mended and left out. */
  public void read(Verdict.Valid answer) {
    answer.repairs().forEach(it -> of(repairs, it).increment());
    answer.dropped().counts().forEach((reason, n) -> of(dropped, reason).increment(n));
  }

  /** An attempt goes back to be made again. */
  public void retried(RetryClass why) {
    of(retries, why).increment();
  }

  /** An extraction was accepted ({@code pending}) or has ended. */
  public void entered(Status status) {
    of(extractions, status).increment();
  }

  /** An extraction is done that was accepted at that millisecond, as its id tells. */
  public void done(long acceptedAt) {
    extraction.record(since(acceptedAt));
  }

  /** Where to read how many model calls may be made at once. */
  public void watchConcurrencyLimit(IntSupplier limit) {
    concurrencyLimit.set(limit);
  }

  /** A hint was taken that was published then. */
  public void waitedInQueue(Instant publishedAt) {
    queueLatency.record(since(publishedAt.toEpochMilli()));
  }

  private Duration since(long millis) {
    return Duration.ofMillis(Math.max(0, wall.millis() - millis));
  }

  private static Timer.Builder histogram(String name) {
    return Timer.builder(name)
        .serviceLevelObjectives(
            Duration.ofMillis(5),
            Duration.ofMillis(20),
            Duration.ofMillis(100),
            Duration.ofMillis(500),
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            Duration.ofMinutes(1));
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static <K, V> V of(Map<K, V> all, K key) {
    V value = all.get(key);
    if (value == null) {
      throw new IllegalStateException("every value was registered at the start, but not " + key);
    }
    return value;
  }
}
