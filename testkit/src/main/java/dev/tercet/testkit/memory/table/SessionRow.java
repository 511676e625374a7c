package dev.tercet.testkit.memory.table;

import dev.tercet.saga.port.WorkerSessions.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * A worker session as the ledger has it.
 *
 * @param locked whether somebody holds its advisory lock
 * @param open whether its row is open
 */
public record SessionRow(
    UUID id,
    Worker worker,
    Duration lease,
    Instant openedAt,
    Instant heartbeat,
    boolean locked,
    boolean open) {

  public SessionRow beating(Instant now) {
    return new SessionRow(id, worker, lease, openedAt, now, true, open);
  }

  public SessionRow unlocked() {
    return new SessionRow(id, worker, lease, openedAt, heartbeat, false, open);
  }

  public SessionRow closed() {
    return new SessionRow(id, worker, lease, openedAt, heartbeat, false, false);
  }

  public boolean isStale(Duration age, Instant now) {
    return heartbeat.isBefore(now.minus(age));
  }
}
