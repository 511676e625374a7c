package dev.tercet.testkit.memory;

import dev.tercet.saga.OrphanStore.Orphan;
import java.time.Duration;
import java.time.Instant;

/** An orphan point and when it was first seen. */
record OrphanRow(Orphan orphan, Instant firstSeenAt) {
  boolean isOverdue(Duration grace, Instant now) {
    return !firstSeenAt.isAfter(now.minus(grace));
  }
}
