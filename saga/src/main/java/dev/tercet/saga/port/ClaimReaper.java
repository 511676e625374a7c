package dev.tercet.saga.port;

import dev.tercet.saga.ReleaseCause;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Ends dead worker sessions and takes claims back from them (docs/protocol.md §7). */
public interface ClaimReaper {

  /**
   * An open session as the database sees it.
   *
   * @param lockFree nobody holds its advisory lock
   * @param stale its heartbeat is older than the lease
   * @param claims how many extractions it holds
   */
  record SeenSession(
      UUID id,
      WorkerSessions.Worker worker,
      Instant startedAt,
      Instant heartbeatAt,
      boolean lockFree,
      boolean stale,
      int claims) {}

  /** All open sessions, oldest first. */
  List<SeenSession> sessions(Duration lease);

  /** What ending a session released. */
  record Ended(ReleaseCause cause, int released, int parked) {}

  /**
   * Ends the session if it is dead: one transaction that takes its lock or finds its heartbeat
   * stale, closes its row and releases its claims, those of a free lock counted as crashes. Empty
   * when it lives, or when neither sign counts yet (within one lease of the server's start or of
   * this process's reconnect).
   */
  Optional<Ended> end(UUID session, Duration lease, int maxCrashes);

  /**
   * Ends every open session but {@code own}: for a process that holds the only data folder's lock,
   * so that nobody else can be alive. Their claims count as crashes.
   */
  List<Ended> endAllBut(Collection<UUID> own, int maxCrashes);

  /** Releases claims whose session has no open row; uncounted. */
  int releaseAbandoned(int limit);

  /**
   * Releases claims whose deadline has passed; counted, and failed when the attempts are used up.
   */
  int releaseHung(int limit);

  /**
   * Ends the questions that nobody freed by their deadline, and closes their calls as unknown;
   * returns how many.
   */
  int endQuestions(int limit);
}
