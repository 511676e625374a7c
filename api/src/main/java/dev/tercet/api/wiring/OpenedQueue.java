package dev.tercet.api.wiring;

import dev.tercet.saga.port.JobQueue;

/** The queues as they were opened, whoever keeps them: {@link Stores} alone knows who does. */
interface OpenedQueue extends AutoCloseable {
  JobQueue jobs();

  /** Throws when the server does not answer or may not be used. */
  void verify();

  /** Writes what is waiting, then closes the connections. */
  @Override
  void close();
}
