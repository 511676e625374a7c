package dev.tercet.pipeline.worker;

import dev.tercet.pipeline.LogScope;
import dev.tercet.pipeline.PipelineStores;
import dev.tercet.pipeline.attempt.RunAttempt;
import dev.tercet.saga.Claim;
import dev.tercet.saga.ReleaseCause;
import dev.tercet.saga.port.ExtractionStore;
import dev.tercet.saga.port.ExtractionStore.Due;
import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.port.SessionClosedException;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.port.WorkerSessions.Session;
import dev.tercet.saga.queue.Delivery;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.QueueName;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns hints into running attempts: claims a batch in one call, settles its messages once the
 * claims have committed or been refused, and starts what was won. Used by the worker's one loop.
 *
 * <p>A document whose workers died twice in a row is a suspect: it is given back and claimed again
 * when nothing else runs here, so that no neighbour is blamed for what it does (docs/protocol.md
 * §7).
 */
final class ClaimHints {
  private static final Logger LOG = LoggerFactory.getLogger(ClaimHints.class);
  private static final int SUSPECT_AFTER = 2;

  private final ExtractionStore extractions;
  private final JobQueue queue;
  private final RunningAttempts running;
  private final SessionKeeper keeper;
  private final RunAttempt runAttempt;
  private final Duration attemptTimeout;
  private final List<Delivery> inHand = new ArrayList<>();
  private final Queue<Hint> suspects = new ArrayDeque<>();
  private @Nullable AttemptKey alone;
  private volatile Consumer<List<Hint>> decided = _ -> {};

  ClaimHints(
      PipelineStores stores,
      RunningAttempts running,
      SessionKeeper keeper,
      RunAttempt runAttempt,
      Duration attemptTimeout) {
    extractions = stores.extractions();
    queue = stores.queue();
    this.running = running;
    this.keeper = keeper;
    this.runAttempt = runAttempt;
    this.attemptTimeout = attemptTimeout;
  }

  /** Tells this of every hint whose claim has committed or been refused. */
  void whenDecided(Consumer<List<Hint>> told) {
    decided = told;
  }

  /** Whether messages were taken whose claims have not been decided, since the ledger was away. */
  boolean hasInHand() {
    return !inHand.isEmpty();
  }

  /** Whether a document waits for the process to be alone with it. */
  boolean hasSuspect() {
    return !suspects.isEmpty();
  }

  /** Claims what these deliveries hint at, and starts it. */
  int claim(Session session, List<Delivery> deliveries) {
    inHand.addAll(deliveries);
    return claimInHand(session);
  }

  /** Claims what is in hand, and starts it; returns how many were started. */
  int claimInHand(Session session) {
    if (inHand.isEmpty()) {
      return 0;
    }
    List<Delivery> messages = List.copyOf(inHand);
    Optional<List<Claim>> claims =
        claims(session, () -> extractions.claimTaken(messages, session.id(), attemptTimeout));
    if (claims.isEmpty()) {
      return 0;
    }
    inHand.clear();
    decided.accept(messages.stream().map(Delivery::hint).toList());
    int started = start(session, claims.get());
    settle(messages);
    return started;
  }

  private Optional<List<Claim>> claims(Session session, List<Hint> hints) {
    return claims(session, () -> extractions.claim(hints, session.id(), attemptTimeout));
  }

  /** Empty when the session turns out to be closed: the hints wait for the next one. */
  private Optional<List<Claim>> claims(Session session, Supplier<List<Claim>> claiming) {
    try {
      return Optional.of(claiming.get());
    } catch (SessionClosedException e) {
      LOG.debug("The session was closed before it could claim", e);
      keeper.replace(session);
      return Optional.empty();
    }
  }

  /** Claims what the ledger says is due, with no message in between, and starts it. */
  int claimDue(Session session, Set<QueueName> paused, int most) {
    List<Hint> hints =
        extractions.due(Duration.ZERO, most).stream()
            .filter(due -> !paused.contains(due.queue()))
            .map(Due::hint)
            .toList();
    return hints.isEmpty()
        ? 0
        : claims(session, hints).map(claims -> start(session, claims)).orElse(0);
  }

  /** Claims one suspect, and starts it; only while nothing else runs. */
  int claimSuspect(Session session) {
    Hint hint = suspects.element();
    Optional<List<Claim>> claims = claims(session, List.of(hint));
    if (claims.isEmpty()) {
      return 0;
    }
    suspects.remove();
    return runAlone(session, claims.get());
  }

  /** Whether a suspect runs now, so that nothing else may begin. */
  boolean isAlone() {
    return alone != null && running.keys().contains(alone);
  }

  private int runAlone(Session session, List<Claim> claims) {
    for (Claim claim : claims) {
      try (LogScope _ = LogScope.of(claim)) {
        LOG.warn("It runs alone, since it took its workers with it");
      }
      alone = AttemptKey.of(claim);
    }
    run(session, claims);
    return claims.size();
  }

  private int start(Session session, List<Claim> claims) {
    if (claims.size() == 1 && isSuspect(claims.getFirst()) && running.count() == 0) {
      return runAlone(session, claims);
    }
    List<Claim> startable = claims.stream().filter(claim -> !isSuspect(claim)).toList();
    run(session, startable);
    claims.stream().filter(ClaimHints::isSuspect).forEach(this::setAside);
    return startable.size();
  }

  private static boolean isSuspect(Claim claim) {
    return claim.crashes() >= SUSPECT_AFTER;
  }

  private void run(Session session, List<Claim> claims) {
    if (!keeper.isCurrent(session)) {
      LOG.info("{} claims of a closed session are left to be released", claims.size());
      return;
    }
    var batch = new ClaimedBatch(extractions, claims);
    for (Claim claim : claims) {
      running.start(claim, hold -> runAttempt.run(claim, () -> batch.take(claim), hold));
    }
  }

  private void setAside(Claim claim) {
    try {
      if (extractions.release(claim, ReleaseCause.DRAINED)) {
        suspects.add(new Hint(claim.extraction(), claim.epoch()));
      }
    } catch (StoreUnavailableException e) {
      try (LogScope _ = LogScope.of(claim)) {
        LOG.warn("It could not be set aside; a heartbeat will release it", e);
      }
    }
  }

  private void settle(List<Delivery> deliveries) {
    try {
      queue.settle(deliveries);
    } catch (StoreUnavailableException e) {
      LOG.warn("{} messages stay unsettled and will be taken over", deliveries.size(), e);
    }
  }
}
