package dev.tercet.pipeline;

import static dev.tercet.pipeline.Bounds.between;

import java.time.Duration;

/**
 * How much the pipeline does at once, how long it waits and when it gives up. Every value outside
 * its bounds is refused with {@link IllegalArgumentException}.
 */
public record PipelineSettings(
    Accepting accepting, Relaying relaying, Working working, Passages passages, Retrying retrying) {

  /** What is used where nothing is configured. */
  public static final PipelineSettings DEFAULTS =
      new PipelineSettings(
          new Accepting(24 * 1024 * 1024),
          new Relaying(Duration.ofMinutes(1), Duration.ofSeconds(1), 1_000, 1_024),
          new Working(
              256,
              256,
              Duration.ofSeconds(15),
              Duration.ofMinutes(2),
              Duration.ofSeconds(8),
              Duration.ofSeconds(1),
              128L << 20),
          new Passages(1_000, 64),
          new Retrying(5, Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofSeconds(3)));

  /**
   * Limits of what is taken in.
   *
   * @param maxBytes of one document's text and metadata together, in UTF-8; 1 to 256 MiB
   */
  public record Accepting(int maxBytes) {
    public Accepting {
      between("accepting.max-bytes", maxBytes, 1, 256 * 1024 * 1024);
    }
  }

  /**
   * The relay.
   *
   * @param interval between two looks for due rows when nobody tells of any; 10 ms to 1 h
   * @param age how long a row has stood due before the poller takes it; how long what the accepting
   *     call has published waits for its claim before the ledger is told, which is why the poller
   *     takes that after twice as long; 0 to 1 h
   * @param batch rows of one look; 1 to 10,000
   * @param inFlight hints being published at once; what does not fit is left to the poller; 1 to
   *     100,000
   */
  public record Relaying(Duration interval, Duration age, int batch, int inFlight) {
    public Relaying {
      between("relaying.interval", interval, Duration.ofMillis(10), Duration.ofHours(1));
      between("relaying.age", age, Duration.ZERO, Duration.ofHours(1));
      between("relaying.batch", batch, 1, 10_000);
      between("relaying.in-flight", inFlight, 1, 100_000);
    }
  }

  /**
   * The worker ({@code tercet.worker.*}).
   *
   * @param concurrency extractions in progress; 1 to 10,000
   * @param batch most extractions taken and claimed in one call; 1 to 1,000
   * @param lease after which a worker that does not beat counts as dead; it beats three times as
   *     often; 1 s to 1 h
   * @param attemptTimeout after which, without progress, an attempt counts as hung; 1 s to 24 h
   * @param drain how long running attempts may go on once the worker stops; 0 to 1 h
   * @param takeWait longest wait for a message; also how soon a stop is noticed, and how long an
   *     attempt may take to hear of its own end; 1 ms to 60 s
   * @param largeTextBytes of large texts (above 64 KiB) in memory at once; a single larger one is
   *     worked on alone; 1 MiB to 1 TiB
   */
  public record Working(
      int concurrency,
      int batch,
      Duration lease,
      Duration attemptTimeout,
      Duration drain,
      Duration takeWait,
      long largeTextBytes) {
    public Working {
      between("worker.concurrency", concurrency, 1, 10_000);
      between("worker.batch", batch, 1, 1_000);
      between("worker.lease", lease, Duration.ofSeconds(1), Duration.ofHours(1));
      between(
          "worker.attempt-timeout", attemptTimeout, Duration.ofSeconds(1), Duration.ofHours(24));
      between("worker.drain", drain, Duration.ZERO, Duration.ofHours(1));
      between("worker.take-wait", takeWait, Duration.ofMillis(1), Duration.ofMinutes(1));
      between("worker.large-text-bytes", largeTextBytes, 1L << 20, 1L << 40);
    }

    /** Time between two heartbeats: a third of the lease. */
    public Duration heartbeat() {
      return lease.dividedBy(3);
    }
  }

  /**
   * How a document is cut and walked.
   *
   * @param maxCharacters longest passage in code points ({@code tercet.passage.max-characters}); 50
   *     to 100,000
   * @param window passages of one extraction that are in memory and in progress at once; 1 to 1,000
   */
  public record Passages(int maxCharacters, int window) {
    public Passages {
      between("passage.max-characters", maxCharacters, 50, 100_000);
      between("passage.window", window, 1, 1_000);
    }
  }

  /**
   * Retries ({@code tercet.retry.*}).
   *
   * @param maxAttempts attempts that count, before a transient failure is final; 1 to 1,000
   * @param baseDelay bound of the first delay; 1 ms to 1 h
   * @param maxDelay bound of every delay; at least {@code baseDelay}, at most 24 h
   * @param waiting bound of the delay when nothing was tried because a store or provider is away;
   *     10 ms to 1 h
   */
  public record Retrying(int maxAttempts, Duration baseDelay, Duration maxDelay, Duration waiting) {
    public Retrying {
      between("retry.max-attempts", maxAttempts, 1, 1_000);
      between("retry.base-delay", baseDelay, Duration.ofMillis(1), Duration.ofHours(1));
      between("retry.max-delay", maxDelay, baseDelay, Duration.ofHours(24));
      between("retry.waiting", waiting, Duration.ofMillis(10), Duration.ofHours(1));
    }
  }
}
