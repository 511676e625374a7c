package dev.tercet.testkit.contract;

import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.ReleaseCause;
import dev.tercet.saga.port.ClaimReaper.Ended;
import dev.tercet.saga.port.ClaimReaper.SeenSession;
import dev.tercet.saga.queue.Hint;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** Worker sessions that die in the scene, of which the ledger can tell. */
final class Deaths {
  /** Short enough that the server has been there for longer, long enough for a test's next step. */
  static final Duration LEASE = Duration.ofSeconds(3);

  /** Longer than any server has been there. */
  static final Duration LONGEST = Duration.ofDays(20_000);

  /** Longer than the lease, shorter than an attempt. */
  static final Duration SILENCE = Duration.ofMinutes(1);

  static final int MAX_CRASHES = 3;

  private final LedgerScene scene;

  Deaths(LedgerScene scene) {
    this.scene = scene;
  }

  /** A new document in the hands of that session. */
  Claim claimed(UUID session, String source) {
    return claimed(session, scene.accepted(source, "words"));
  }

  Claim claimed(UUID session, Extraction extraction) {
    return claimed(session, LedgerScene.hint(extraction));
  }

  Claim claimed(UUID session, Hint hint) {
    return scene.extractions().claim(List.of(hint), session, LedgerScene.ATTEMPT).getFirst();
  }

  /** A new document in the hands of a session that has no row any more. */
  Claim abandoned(String source) {
    UUID session = scene.openSession().id();
    Claim claim = claimed(session, source);
    scene.ledger().forget(session);
    return claim;
  }

  /** The session's process dies, and the ledger sees it. */
  void die(UUID session) {
    scene.ledger().kill(session);
    scene.until("the lock is free", () -> isSeen(session, SeenSession::lockFree));
  }

  /** The session's process hangs for longer than the lease, and the ledger sees it. */
  void hang(UUID session) {
    scene.ledger().age(SILENCE);
    scene.until("the heartbeat is stale", () -> isSeen(session, SeenSession::stale));
  }

  /** Waits until the server has been there for long enough that signs count. */
  void awaitSignsThatCount() {
    UUID other = scene.openSession().id();
    die(other);
    end(other);
  }

  Optional<Ended> end(UUID session) {
    return scene.ledger().reaper().end(session, LEASE, MAX_CRASHES);
  }

  /** Dies with a claim on it, as the ledger then counts it. */
  Ended crashOn(UUID extraction) {
    UUID session = scene.openSession().id();
    claimed(session, scene.find(extraction));
    die(session);
    return end(session).orElseThrow(() -> new AssertionError("a dead session was not ended"));
  }

  static Ended released(ReleaseCause cause, int claims) {
    return new Ended(cause, claims, 0);
  }

  private boolean isSeen(UUID session, Predicate<SeenSession> sign) {
    return scene.ledger().reaper().sessions(LEASE).stream()
        .filter(it -> it.id().equals(session))
        .anyMatch(sign);
  }
}
