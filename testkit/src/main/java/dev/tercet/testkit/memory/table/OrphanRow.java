package dev.tercet.testkit.memory.table;

import dev.tercet.saga.port.OrphanStore.Orphan;
import java.time.Duration;
import java.time.Instant;

/** An orphan point and when it was first seen. */
public record OrphanRow(Orphan orphan, Instant firstSeenAt) {
  public boolean isOverdue(Duration grace, Instant now) {
    return !firstSeenAt.isAfter(now.minus(grace));
  }
}
