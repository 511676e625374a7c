package dev.tercet.api.config;

import dev.tercet.pipeline.text.Cutter;
import java.time.Duration;

/**
 * How extractions are worked on.
 *
 * @param maxPassageCharacters the longest passage, in code points
 * @param concurrency extractions in progress in this process
 * @param lease after which a silent session is dead
 * @param maxCrashes crashed claims in a row that park a document
 * @param attemptTimeout after which an attempt without progress has hung
 * @param maxAttempts before a transient failure is final
 * @param baseDelay the first backoff at most
 * @param maxDelay the longest backoff
 * @param batchInterval how long questions of a batch are gathered, and the shortest time between
 *     two looks at it
 */
public record WorkConfig(
    int maxPassageCharacters,
    int concurrency,
    Duration lease,
    int maxCrashes,
    Duration attemptTimeout,
    int maxAttempts,
    Duration baseDelay,
    Duration maxDelay,
    Duration batchInterval) {

  /** With models that are waited for. */
  private static final int CONCURRENCY = 256;

  /**
   * Where nothing is waited for but the stores: what is in progress fills their batches of 256
   * several times over.
   */
  private static final int CONCURRENCY_OF_NO_MODEL = 1_000;

  /** Of heap, for a document of 60 KB with its passages and vectors until they are written. */
  private static final long BYTES_EACH = 1L << 20;

  static WorkConfig of(Values values, boolean waitsForModels) {
    Duration baseDelay = values.duration("tercet.retry.base-delay", "1ms", "1h");
    Duration maxDelay = values.duration("tercet.retry.max-delay", "1ms", "24h");
    if (maxDelay.compareTo(baseDelay) < 0) {
      throw values.invalid("tercet.retry.max-delay", "at least tercet.retry.base-delay");
    }
    return new WorkConfig(
        (int) values.integer("tercet.passage.max-characters", 100, 20_000),
        values
            .optionalInteger("tercet.worker.concurrency", 1, 10_000)
            .map(Long::intValue)
            .orElseGet(() ->
                waitsForModels
                    ? CONCURRENCY
                    : concurrencyOfNoModel(Runtime.getRuntime().maxMemory())),
        values.duration("tercet.worker.lease", "2s", "10m"),
        (int) values.integer("tercet.worker.max-crashes", 3, 100),
        values.duration("tercet.worker.attempt-timeout", "1s", "24h"),
        (int) values.integer("tercet.retry.max-attempts", 1, 1_000),
        baseDelay,
        maxDelay,
        values.duration("tercet.batch.interval", "100ms", "5m"));
  }

  /** Cuts documents into passages. */
  public Cutter cutter() {
    return new Cutter(maxPassageCharacters);
  }

  /** What a heap of so many bytes has room for. */
  static int concurrencyOfNoModel(long heap) {
    return Math.clamp(heap / BYTES_EACH, CONCURRENCY, CONCURRENCY_OF_NO_MODEL);
  }
}
