package dev.tercet.testkit.memory;

import dev.tercet.saga.WorkerSessions.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * A worker session as the ledger has it.
 *
 * @param locked whether somebody holds its advisory lock
 * @param open whether its row is open
 */
record SessionRow(
    UUID id,
    Worker worker,
    Duration lease,
    Instant openedAt,
    Instant heartbeat,
    boolean locked,
    boolean open) {

  SessionRow beating(Instant now) {
    return new SessionRow(id, worker, lease, openedAt, now, true, open);
  }

  SessionRow unlocked() {
    return new SessionRow(id, worker, lease, openedAt, heartbeat, false, open);
  }

  SessionRow closed() {
    return new SessionRow(id, worker, lease, openedAt, heartbeat, false, false);
  }

  boolean isStale(Duration age, Instant now) {
    return heartbeat.isBefore(now.minus(age));
  }
}
