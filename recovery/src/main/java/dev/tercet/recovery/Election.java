package dev.tercet.recovery;

import dev.tercet.saga.DueWork.Reconciler;
import dev.tercet.saga.port.RunStore;
import dev.tercet.saga.port.RunStore.RunLock;
import dev.tercet.saga.port.StoreUnavailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which process of the installation does the frequent looks: the one that holds a lock, on which no
 * correctness rests. Whoever sees that nobody holds it tries to take it, so that another one goes
 * on soon after the first has died.
 */
final class Election implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Election.class);

  private final RunStore runs;
  private @Nullable RunLock lock;
  private boolean closed;

  Election(RunStore runs) {
    this.runs = runs;
  }

  /**
   * True in the process that does the frequent looks.
   *
   * @param seen who held the lock when the ledger was last asked
   */
  synchronized boolean isElected(Reconciler seen) {
    if (lock != null && seen != Reconciler.THIS) {
      LOG.info("The lock of the reconciler was lost with its connection");
      release(); // otherwise it would pass for taken
    }
    if (seen == Reconciler.NOBODY && !closed) {
      lock = runs.tryLock(RunStore.RECONCILER).orElse(null);
      if (lock != null) {
        LOG.info("This process is the installation's reconciler");
      }
    }
    return lock != null;
  }

  /** Lets another process be elected at once. */
  @Override
  public synchronized void close() {
    closed = true;
    release();
  }

  private void release() {
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
