package dev.tercet.testkit.memory;

import dev.tercet.saga.AuditEvent;
import dev.tercet.saga.RetentionKind;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.RetentionStore;
import dev.tercet.testkit.check.Snapshot.Change;
import dev.tercet.testkit.memory.table.InScope;
import dev.tercet.testkit.memory.table.Row;
import dev.tercet.testkit.memory.table.Tables;
import dev.tercet.testkit.memory.table.Tables.IdempotencyKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** One bounded batch of retention: extractions go the way of every deletion. */
final class InMemoryRetention implements RetentionStore {
  private final Tables tables;

  InMemoryRetention(Tables tables) {
    this.tables = tables;
  }

  @Override
  public Purged purge(RetentionKind kind, Duration age, int limit) {
    return tables.transact(() -> purged(kind, age, limit));
  }

  /** Here they are counted whenever somebody asks. */
  @Override
  public boolean foldCounts() {
    return false;
  }

  private Purged purged(RetentionKind kind, Duration age, int limit) {
    Instant then = tables.now().minus(age);
    long rows =
        switch (kind) {
          case DONE, SUPERSEDED, FAILED -> extractions(kind.statuses(), then, limit);
          case AUDIT -> audit(then, limit);
          case ANSWERS -> tables.spend.forgetBefore(then, limit);
          case KEYS -> keys(then, limit);
        };
    return new Purged(rows, rows == limit);
  }

  private long extractions(Set<Status> which, Instant then, int limit) {
    List<Row> old =
        tables.rows.values().stream()
            .filter(row -> which.contains(row.state().status()))
            .filter(row -> row.state().since().isBefore(then))
            .sorted(InScope.BY_ID)
            .limit(limit)
            .toList();
    old.forEach(row -> tables.delete(row.id(), AuditEvent.EXPIRED, "older than its retention"));
    return old.size();
  }

  private long keys(Instant then, int limit) {
    List<IdempotencyKey> old =
        tables.idempotency.entrySet().stream()
            .filter(it -> it.getValue().createdAt().isBefore(then))
            .map(Map.Entry::getKey)
            .limit(limit)
            .toList();
    tables.idempotency.keySet().removeAll(old);
    return old.size();
  }

  /** The trail of an extraction stays whole as long as the extraction is there. */
  private long audit(Instant then, int limit) {
    List<Change> old =
        tables.audit.stream()
            .filter(change -> isGoneBefore(change.extraction(), then))
            .limit(limit)
            .toList();
    tables.audit.removeAll(old);
    return old.size();
  }

  private boolean isGoneBefore(UUID extraction, Instant then) {
    Instant gone = tables.departures.get(extraction);
    return gone != null && gone.isBefore(then);
  }
}
