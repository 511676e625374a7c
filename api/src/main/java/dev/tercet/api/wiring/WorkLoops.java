package dev.tercet.api.wiring;

import dev.tercet.pipeline.relay.Relay;
import dev.tercet.pipeline.worker.QueueWorker;
import dev.tercet.recovery.RecoveryLoops;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.storage.postgres.PostgresStores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loops of this process: the relay's two, the worker's and recovery's when it has these roles,
 * and that of the gauges.
 */
final class WorkLoops implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WorkLoops.class);

  private final PostgresStores ledger;
  private final Relay relay;
  private final @Nullable QueueWorker worker;
  private final @Nullable RecoveryLoops recovery;
  private final LedgerGauges gauges;
  private final Duration patience;
  private final List<Thread> threads = new ArrayList<>();

  /**
   * Starts none yet.
   *
   * @param worker null in a process that does not work on extractions
   * @param recovery null in a process that does not reconcile
   * @param patience how long {@link #close} waits for the drain
   */
  WorkLoops(
      PostgresStores ledger,
      Relay relay,
      @Nullable QueueWorker worker,
      @Nullable RecoveryLoops recovery,
      LedgerGauges gauges,
      Duration patience) {
    this.ledger = ledger;
    this.relay = relay;
    this.worker = worker;
    this.recovery = recovery;
    this.gauges = gauges;
    this.patience = patience;
  }

  /** Starts the loops; recovery's begin what the ledger holds for them. */
  void begin() {
    if (worker != null) {
      resume(worker);
    }
    threads.add(Thread.ofVirtual().name("relay").start(relay::runUntilStopped));
    threads.add(Thread.ofVirtual().name("late-marks").start(relay::markUntilStopped));
    if (worker != null) {
      threads.add(Thread.ofVirtual().name("worker").start(worker::runUntilStopped));
    }
    Thread.ofVirtual().name("ledger-gauges").start(() -> gauges.observeUntilStopped(ledger));
  }

  /** What the last process was working on when it died goes on first. */
  private void resume(QueueWorker worker) {
    try {
      int resumed = worker.resumeOnce(ledger.recovery().queues().current().paused());
      LOG.info("{} extractions go on that were interrupted", resumed);
    } catch (StoreUnavailableException e) {
      LOG.warn("What was interrupted goes on by way of the queues: {}", e.getMessage());
    }
  }

  /** Takes nothing more, lets what runs end, and gives the rest back. */
  @Override
  public void close() {
    if (threads.isEmpty()) {
      return; // it never began
    }
    gauges.stop();
    Thread reconciling = Thread.ofVirtual().start(this::closeRecovery);
    if (worker != null) {
      worker.stop();
    }
    relay.stop();
    try {
      for (Thread thread : threads) {
        if (!thread.join(patience)) {
          LOG.warn("the loop {} did not end in time", thread.getName());
        }
      }
      reconciling.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeRecovery() {
    if (recovery != null) {
      recovery.close();
    }
  }
}
