package dev.tercet.pipeline.worker;

import dev.tercet.pipeline.LogScope;
import dev.tercet.pipeline.PipelineSettings.Working;
import dev.tercet.saga.Claim;
import dev.tercet.saga.ReleaseCause;
import dev.tercet.saga.Stage;
import dev.tercet.saga.port.ExtractionStore;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.port.WorkerSessions;
import dev.tercet.saga.port.WorkerSessions.Held;
import dev.tercet.saga.port.WorkerSessions.Session;
import dev.tercet.saga.port.WorkerSessions.Worker;
import dev.tercet.saga.queue.QueueName;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this process's session alive, and keeps what the ledger says it holds and what it runs in
 * agreement (docs/protocol.md §3 and §7).
 */
final class SessionKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(SessionKeeper.class);

  private final WorkerSessions sessions;
  private final ExtractionStore extractions;
  private final RunningAttempts running;
  private final Worker self;
  private final Duration lease;

  /**
   * From the commit of an attempt's end until its thread knows of it, at most; the next beat is not
   * late for that.
   */
  private final Duration ending;

  private @Nullable Session session;
  private @Nullable UUID former;
  private Set<AttemptKey> unknownBefore = Set.of();

  SessionKeeper(
      WorkerSessions sessions,
      ExtractionStore extractions,
      RunningAttempts running,
      Worker self,
      Working settings) {
    this.sessions = sessions;
    this.extractions = extractions;
    this.running = running;
    this.self = self;
    lease = settings.lease();
    Duration longest = lease.dividedBy(6);
    ending = settings.takeWait().compareTo(longest) < 0 ? settings.takeWait() : longest;
  }

  /** The present session, registered now if there is none. */
  synchronized Session session() {
    Session current = session;
    if (current == null) {
      UUID ended = former;
      current = ended == null ? sessions.open(self, lease) : sessions.reopen(ended, self, lease);
      session = current;
      former = null;
      LOG.info("Worker session {} is open", current.id());
    }
    return current;
  }

  /** True while claims made under this session may be run. */
  synchronized boolean isCurrent(Session claimedUnder) {
    Session current = session;
    return current != null && current.id().equals(claimedUnder.id());
  }

  /**
   * Beats once. A session that was closed meanwhile is replaced; otherwise what is held and what
   * runs are compared.
   */
  void beatOnce() {
    Session current = session();
    Set<AttemptKey> before = running.keys();
    if (current.beat()) {
      compare(current, before);
    } else {
      replace(current);
    }
  }

  /**
   * A session that was closed takes all its work with it, and a new one is registered, which clears
   * the documents of whatever the end of the old one counted. Beats and claims both find this out.
   */
  void replace(Session closed) {
    Set<AttemptKey> its = running.keys();
    if (forget(closed)) {
      LOG.warn("Session {} was closed: all its work is dropped", closed.id());
      running.drop(its);
      close(closed);
    }
    Session _ = session();
  }

  /**
   * Gives up at once what runs and was taken away: cancelled, deleted, or a dead one's. What may
   * have ended in the ledger is left to the next beat.
   */
  void recallOnce() {
    Set<AttemptKey> before = running.keys();
    if (before.isEmpty()) {
      return;
    }
    var lost = new HashSet<>(before);
    lost.removeAll(keys(session().held()));
    for (AttemptKey key : running.dropWorking(lost)) {
      try (LogScope _ = LogScope.of(key.extraction(), key.epoch())) {
        LOG.info("It was taken away, and its attempt is broken off");
      }
    }
  }

  private static Set<AttemptKey> keys(List<Held> held) {
    return held.stream()
        .map(it -> new AttemptKey(it.extraction(), it.epoch()))
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * What ran before the beat and is not held was taken away, or has ended in the ledger and has yet
   * to hear of it: an interruption there would leave an end that nobody counts or tells.
   */
  private void compare(Session current, Set<AttemptKey> before) {
    Set<AttemptKey> heldKeys = keys(current.held());
    var lost = new HashSet<>(before);
    lost.removeAll(heldKeys);
    running.drop(running.awaitEnd(lost, ending));
    var unknown = new HashSet<>(heldKeys);
    unknown.removeAll(running.keys());
    for (AttemptKey key : unknown) {
      if (unknownBefore.contains(key)) {
        release(current, key);
      }
    }
    unknownBefore = Set.copyOf(unknown);
  }

  /** A claim that stood without an attempt at two beats: its commit's outcome never reached us. */
  private void release(Session current, AttemptKey key) {
    boolean released = extractions.release(bare(key, current.id()), ReleaseCause.DRAINED);
    try (LogScope _ = LogScope.of(key.extraction(), key.epoch())) {
      LOG.info("Released, since nobody here works on it: {}", released);
    }
  }

  /** A claim of which only its guard is known: id, epoch and session, all that a release names. */
  private static Claim bare(AttemptKey key, UUID session) {
    return new Claim(
        key.extraction(),
        new UUID(0, 0),
        key.epoch(),
        session,
        0,
        Stage.ACCEPTED,
        QueueName.DEFAULT,
        0,
        0,
        0);
  }

  /** Ends the session: its claims are released, uncounted. */
  void close() {
    Session current;
    synchronized (this) {
      current = session;
      session = null;
    }
    if (current != null) {
      close(current);
    }
  }

  /** Whether it was the present one until now. */
  private synchronized boolean forget(Session old) {
    boolean current = isCurrent(old);
    if (current) {
      session = null;
      former = old.id();
    }
    return current;
  }

  private static void close(Session old) {
    try {
      old.close();
    } catch (StoreUnavailableException e) {
      LOG.warn("Session {} could not be closed; its lease will end it", old.id(), e);
    }
  }
}
