package dev.tercet.recovery.repair;

import dev.tercet.recovery.plan.Repair.Release;
import dev.tercet.saga.Scope;
import dev.tercet.saga.port.ClaimReaper;
import dev.tercet.saga.port.LedgerAudit;
import dev.tercet.saga.port.LedgerAudit.DeadClaim;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes claims back: ends dead sessions whole, releases what no session holds, and what has hung
 * past its deadline.
 */
public final class ClaimReleaser {
  private static final int BATCH = 1_000;

  private final ClaimReaper reaper;
  private final LedgerAudit ledger;
  private final Duration lease;
  private final int maxCrashes;

  public ClaimReleaser(ClaimReaper reaper, LedgerAudit ledger, Duration lease, int maxCrashes) {
    this.reaper = reaper;
    this.ledger = ledger;
    this.lease = lease;
    this.maxCrashes = maxCrashes;
  }

  /** Releases the claims of the batch that are still dead; returns how many are released. */
  int release(List<Release> batch) {
    for (UUID session :
        batch.stream().map(it -> it.claim().session()).collect(Collectors.toSet())) {
      reaper.end(session, lease, maxCrashes);
    }
    releaseRest();
    Set<DeadClaim> left = stillDead();
    return (int) batch.stream().filter(it -> !left.contains(it.claim())).count();
  }

  private Set<DeadClaim> stillDead() {
    Set<DeadClaim> dead = new HashSet<>();
    @Nullable UUID after = null;
    List<DeadClaim> page;
    do {
      page = ledger.deadClaims(new Scope.Everything(), lease, after, BATCH);
      dead.addAll(page);
      after = page.isEmpty() ? after : page.getLast().extraction();
    } while (page.size() == BATCH);
    return dead;
  }

  /**
   * One pass over every session: whoever is dead loses its claims, and then those that no session
   * holds or that hang. While all is well it is two reads. Returns how many claims were released.
   */
  public int releaseOnce() {
    int released = 0;
    for (ClaimReaper.SeenSession session : reaper.sessions(lease)) {
      if (session.lockFree() || session.stale()) {
        released +=
            reaper
                .end(session.id(), lease, maxCrashes)
                .map(it -> it.released() + it.parked())
                .orElse(0);
      }
    }
    boolean more = !ledger.deadClaims(new Scope.Everything(), lease, null, 1).isEmpty();
    return more ? released + releaseRest() : released;
  }

  /** One batch of questions that nobody freed in time; true when there may be more. */
  public boolean endQuestionsOnce() {
    return reaper.endQuestions(BATCH) == BATCH;
  }

  private int releaseRest() {
    return reaper.releaseAbandoned(BATCH) + reaper.releaseHung(BATCH);
  }
}
