package dev.tercet.api.wiring;

import dev.tercet.pipeline.relay.Relay;
import dev.tercet.pipeline.worker.QueueWorker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The loops of this process: the relay's, and the worker's when it has that role. */
final class Work implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Work.class);

  private final Relay relay;
  private final @Nullable QueueWorker worker;
  private final Duration patience;
  private final List<Thread> threads = new ArrayList<>();

  /**
   * Starts the loops.
   *
   * @param worker null in a process that does not work on extractions
   * @param patience how long {@link #close} waits for the drain
   */
  Work(Relay relay, @Nullable QueueWorker worker, Duration patience) {
    this.relay = relay;
    this.worker = worker;
    this.patience = patience;
    threads.add(Thread.ofVirtual().name("relay").start(relay::runUntilStopped));
    if (worker != null) {
      threads.add(Thread.ofVirtual().name("worker").start(worker::runUntilStopped));
    }
  }

  /** Takes nothing more, lets what runs end, and gives the rest back. */
  @Override
  public void close() {
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
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
