package dev.tercet.pipeline.worker;

import static dev.tercet.saga.time.Durations.longer;
import static dev.tercet.saga.time.Durations.shorter;

import dev.tercet.pipeline.LoopSignal;
import dev.tercet.pipeline.PipelineMetrics;
import dev.tercet.pipeline.PipelineSettings;
import dev.tercet.pipeline.PipelineSettings.Working;
import dev.tercet.pipeline.PipelineStores;
import dev.tercet.pipeline.TakePause;
import dev.tercet.pipeline.attempt.AttemptFactory;
import dev.tercet.pipeline.attempt.RunAttempt;
import dev.tercet.pipeline.model.AskedModels;
import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.port.WorkerSessions.Session;
import dev.tercet.saga.port.WorkerSessions.Worker;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.QueueName;
import dev.tercet.saga.time.Backoff;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker of one process: takes hints, claims them, runs each claim on a virtual thread, and
 * keeps the session alive that holds the claims. Any number of processes may run one each.
 */
public final class QueueWorker {
  private static final Logger LOG = LoggerFactory.getLogger(QueueWorker.class);
  private static final Duration AFTER_DROP = Duration.ofSeconds(1);
  private static final Duration SHORTEST_REST = Duration.ofMillis(10);

  /** How soon a worker hears that a claim was taken away from it. */
  private static final Duration RECALL = Duration.ofMillis(400);

  /** What is taken at once, and how long nothing is, while some of it may have to go back. */
  private static final int SMALL_BATCH = 32;

  private static final Duration AFTER_SMALL_BATCH = Duration.ofMillis(20);
  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

  private final Working settings;
  private final RunningAttempts running;
  private final SessionKeeper keeper;
  private final TakeHints takeHints;
  private final RunAttempt runAttempt;
  private final ClaimHints claimHints;
  private final AskedModels models;
  private final TakePause takePause;
  private final JobQueue queue;
  private final LoopSignal signal = new LoopSignal();
  private final LoopSignal heart = new LoopSignal();
  private volatile BooleanSupplier held = () -> false;

  /**
   * A worker on these stores.
   *
   * @param clock a steady one
   */
  public QueueWorker(
      PipelineStores stores,
      AttemptFactory attemptFactory,
      Worker self,
      PipelineSettings settings,
      PipelineMetrics metrics,
      InstantSource clock) {
    this.settings = settings.working();
    takePause = new TakePause(clock);
    models = attemptFactory.models();
    queue = stores.queue();
    running = new RunningAttempts(settings.working().concurrency(), attemptFactory.threads());
    keeper =
        new SessionKeeper(
            stores.sessions(), stores.extractions(), running, self, settings.working());
    takeHints = new TakeHints(stores.queue(), settings.working(), metrics, clock);
    runAttempt = attemptFactory.onto(stores, settings, metrics, clock, takePause);
    models.gates().forEach(it -> it.health().whenOpened(signal::wake));
    claimHints =
        new ClaimHints(stores, running, keeper, runAttempt, settings.working().attemptTimeout());
  }

  /**
   * Works until {@link #stop}, then drains: takes nothing more, lets running attempts end for the
   * time that settings give, gives the others back uncounted and closes the session.
   */
  public void runUntilStopped() {
    Thread beating = Thread.ofVirtual().name("heartbeat").start(this::beatUntilStopped);
    int failures = 0;
    while (!signal.isStopped()) {
      try {
        takeOnce();
        failures = 0;
      } catch (StoreUnavailableException e) {
        failures++;
        LOG.warn("{} is away, no work is taken: {}", e.store(), e.getMessage());
        signal.rest(BACKOFF.bound(failures));
      } catch (RuntimeException e) {
        failures++;
        LOG.error("A pass of the worker failed; the next one tries again", e);
        signal.rest(BACKOFF.bound(failures));
      }
    }
    drain();
    heart.stop();
    join(beating);
    keeper.close();
  }

  /** Takes nothing as long as this says so, and lets go on what runs. */
  public void holdWhile(BooleanSupplier condition) {
    held = condition;
  }

  /** Tells this, at once, every extraction whose attempt has ended here, well or not. */
  public void whenEnded(Consumer<UUID> told) {
    runAttempt.whenEnded(told);
  }

  /** Tells this of every hint whose claim has committed or been refused here. */
  public void whenDecided(Consumer<List<Hint>> told) {
    claimHints.whenDecided(told);
  }

  /** Ends {@link #runUntilStopped}; returns at once. */
  public void stop() {
    signal.stop();
    try {
      queue.wake();
    } catch (StoreUnavailableException e) {
      LOG.debug("Whoever waits for a message hears of it later", e);
    }
  }

  /**
   * What a worker may begin with: the claims of a former process were given back, and would
   * otherwise wait behind every message that stands in the queues. Returns how many were started;
   * what does not fit comes through the queues.
   */
  public int resumeOnce(Set<QueueName> paused) {
    int most = Math.min(models.room(), Math.min(settings.batch(), settings.concurrency()));
    return most <= 0 || held.getAsBoolean()
        ? 0
        : claimHints.claimDue(keeper.session(), paused, most);
  }

  /**
   * One bounded pass: takes at most as many hints as attempts may be started, claims them in one
   * call and starts them. Returns how many were started. Throws {@link StoreUnavailableException}
   * when a store is away; hints in hand are kept for the next pass.
   */
  public int takeOnce() {
    if (held.getAsBoolean()) {
      signal.rest(settings.takeWait());
      return 0;
    }
    Session session = keeper.session();
    if (claimHints.isAlone()) {
      running.awaitAnyEnd(settings.takeWait());
      return 0;
    }
    if (claimHints.hasSuspect()) {
      return running.awaitIdle(settings.takeWait()) ? claimHints.claimSuspect(session) : 0;
    }
    int free = running.awaitFree(settings.takeWait());
    if (free <= 0) {
      return 0;
    }
    if (claimHints.hasInHand()) {
      return claimHints.claimInHand(session);
    }
    Duration resting = longer(takePause.remaining(), models.rest());
    if (resting.isPositive()) {
      signal.rest(shorter(resting, settings.takeWait()));
      return 0;
    }
    int room = models.room();
    if (room <= 0) {
      running.awaitAnyEnd(settings.takeWait());
      return 0;
    }
    boolean sees = models.seesOne();
    boolean isAnyFull = models.isAnyFull();
    int batch = isAnyFull ? Math.min(SMALL_BATCH, settings.batch()) : settings.batch();
    int most = sees || takePause.isProbing() ? 1 : Math.min(Math.min(free, room), batch);
    int claimed = claimHints.claim(session, takeHints.take(session, most));
    if (sees && claimed > 0) {
      models.awaitOne();
    }
    if (isAnyFull) {
      signal.rest(AFTER_SMALL_BATCH);
    }
    return claimed;
  }

  /** Beats once, and sets right what is held and what runs. */
  public void beatOnce() {
    keeper.beatOnce();
  }

  /** Breaks off what was taken away from this worker since it began. */
  public void recallOnce() {
    keeper.recallOnce();
  }

  /** Waits until no attempt runs; false when one still does after {@code longest}. */
  public boolean awaitIdle(Duration longest) {
    return running.awaitIdle(longest);
  }

  /** How many attempts run now. */
  public int running() {
    return running.count();
  }

  private void beatUntilStopped() {
    while (!heart.isStopped()) {
      long next = System.nanoTime() + settings.heartbeat().toNanos();
      try {
        beatOnce();
      } catch (StoreUnavailableException e) {
        LOG.warn("No heartbeat, {} is away: {}", e.store(), e.getMessage());
      } catch (RuntimeException e) {
        LOG.error("A heartbeat failed; the next one tries again", e);
      }
      heart.rest(shorter(longer(until(next), SHORTEST_REST), RECALL));
      while (!heart.isStopped() && until(next).isPositive()) {
        recall();
        heart.rest(shorter(until(next), RECALL));
      }
    }
  }

  private void recall() {
    try {
      recallOnce();
    } catch (RuntimeException e) {
      LOG.debug("What was taken away is found at the next heartbeat", e);
    }
  }

  private static Duration until(long nanoTime) {
    return Duration.ofNanos(nanoTime - System.nanoTime());
  }

  /** Lets attempts end, and drops those that take too long. */
  private void drain() {
    if (!running.awaitIdle(settings.drain())) {
      LOG.info("{} attempts did not end in time and are given back", running.count());
      running.drop(running.keys());
      boolean ended = running.awaitIdle(AFTER_DROP);
      LOG.info("All attempts ended after that: {}", ended);
    }
  }

  private static void join(Thread thread) {
    try {
      if (!thread.join(AFTER_DROP)) {
        thread.interrupt();
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
