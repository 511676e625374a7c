package dev.tercet.testkit.memory;

import dev.tercet.saga.RecoveryStore;
import dev.tercet.saga.RecoveryStore.Purged;
import dev.tercet.saga.SagaEvent;
import dev.tercet.saga.Status;
import dev.tercet.testkit.check.Snapshot.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One bounded batch of retention: extractions go the way of every deletion. */
final class Retention {
  private final Tables tables;

  Retention(Tables tables) {
    this.tables = tables;
  }

  Purged purge(
      @Nullable Duration done, @Nullable Duration failed, @Nullable Duration audit, int limit) {
    forgetKeys();
    return new Purged(
        extractions(EnumSet.of(Status.DONE, Status.SUPERSEDED), done, limit),
        extractions(EnumSet.of(Status.FAILED, Status.CANCELLED), failed, limit),
        audit(audit, limit),
        answers(done, limit));
  }

  private long extractions(Set<Status> which, @Nullable Duration age, int limit) {
    if (age == null) {
      return 0;
    }
    Instant then = tables.now().minus(age);
    List<Row> old =
        tables.rows.values().stream()
            .filter(row -> which.contains(row.state().status()))
            .filter(row -> row.state().since().isBefore(then))
            .sorted(InScope.BY_ID)
            .limit(limit)
            .toList();
    old.forEach(
        row -> tables.move(row.id(), new SagaEvent.DeleteRequested(), "older than its retention"));
    return old.size();
  }

  private void forgetKeys() {
    Instant then = tables.now().minus(RecoveryStore.KEYS_KEPT);
    tables.idempotency.values().removeIf(row -> row.createdAt().isBefore(then));
  }

  /** The trail of an extraction stays whole as long as the extraction is there. */
  private long audit(@Nullable Duration age, int limit) {
    if (age == null) {
      return 0;
    }
    Instant then = tables.now().minus(age);
    List<Change> old =
        tables.audit.stream()
            .filter(change -> change.at().isBefore(then))
            .filter(change -> !tables.rows.containsKey(change.extraction()))
            .limit(limit)
            .toList();
    tables.audit.removeAll(old);
    return old.size();
  }

  private long answers(@Nullable Duration age, int limit) {
    return age == null ? 0 : tables.spend.forgetBefore(tables.now().minus(age), limit);
  }
}
