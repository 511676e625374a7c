package dev.tercet.recovery;

import dev.tercet.saga.RecoveryStore;
import dev.tercet.saga.RecoveryStore.RunLock;
import dev.tercet.saga.StoreUnavailableException;
import java.time.Duration;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which process of the installation does the frequent looks: the one that holds a lock, on which no
 * correctness rests. The others try to take it again and again, so that one of them goes on soon
 * after it has died.
 */
final class Election implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Election.class);

  /** The lock's name among those of projects. */
  static final UUID LOCK = new UUID(0, 0x12);

  /** Between two tries to take the lock, and between two looks whether it is held still. */
  static final Duration PAUSE = Duration.ofSeconds(1);

  private final RecoveryStore memory;
  private final LongSupplier nanos;
  private @Nullable RunLock lock;
  private @Nullable Long lookedAt;

  /**
   * @param nanos a clock that never goes back, in nanoseconds
   */
  Election(RecoveryStore memory, LongSupplier nanos) {
    this.memory = memory;
    this.nanos = nanos;
  }

  /** True in the process that does the frequent looks. */
  synchronized boolean isElected() {
    long now = nanos.getAsLong();
    Long before = lookedAt;
    if (before == null || now - before >= PAUSE.toNanos()) {
      lookedAt = now;
      look();
    }
    return lock != null;
  }

  private void look() {
    RunLock held = lock;
    if (held != null && !held.isHeld()) {
      LOG.info("The lock of the reconciler was lost with its connection");
      lock = null;
      held = null;
    }
    if (held == null) {
      lock = memory.tryLock(LOCK).orElse(null);
      if (lock != null) {
        LOG.info("This process is the installation's reconciler");
      }
    }
  }

  /** Lets another process be elected at once. */
  @Override
  public synchronized void close() {
    RunLock held = lock;
    lock = null;
    if (held != null) {
      try {
        held.close();
      } catch (StoreUnavailableException e) {
        LOG.debug("The lock was lost with its connection", e);
      }
    }
  }
}
