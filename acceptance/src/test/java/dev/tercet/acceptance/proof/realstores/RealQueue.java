package dev.tercet.acceptance.proof.realstores;

import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.queue.Publication;
import dev.tercet.testkit.memory.queue.Mishap;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Queues under their real adapter, and what a world does to them. */
interface RealQueue extends AutoCloseable {
  JobQueue queue();

  /** Everything is lost, as by a server that lost its data. */
  void lose();

  /** Somebody does that to every queue. */
  void suffer(Mishap mishap);

  /** Lets every message that was delivered and not settled be idle for so much longer. */
  void later(Duration step);

  /** Everything that stands in the queues, delivered or not. */
  List<Publication> entries();

  @Override
  void close() throws SQLException;
}
