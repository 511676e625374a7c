package dev.tercet.acceptance.proof.world;

import dev.tercet.saga.Point;
import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.port.PointStore;
import dev.tercet.saga.port.PointStore.StoredPoint;
import dev.tercet.saga.port.RunStore;
import dev.tercet.saga.queue.Publication;
import dev.tercet.testkit.LedgerPorts;
import dev.tercet.testkit.SettableClock;
import dev.tercet.testkit.check.Snapshot;
import dev.tercet.testkit.memory.queue.Mishap;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** The three stores of a world, with nothing in them yet, and what no process can do to them. */
public interface Stores extends LedgerPorts {
  /** What the clocks of all stores show, and by what all processes measure. */
  SettableClock clock();

  /** Lets time pass, for whoever asks. */
  void later(Duration step);

  JobQueue queue();

  PointStore points();

  /** The collection beside the points. */
  PointStore sentinels();

  /** The process of that session is dead: its lock is free. */
  void kill(UUID session);

  /** The process that got {@code runs} is dead: the locks of its runs are free. */
  void kill(RunStore runs);

  /** Somebody does that to every stream. */
  void suffer(Mishap mishap);

  /** Redis loses everything. */
  void loseQueue();

  /** Qdrant loses the collection. */
  void loseCollection();

  /** Qdrant loses the index by which buckets are counted. */
  void loseBucketIndex();

  /** Puts a point of ours there, whatever stands in its place. */
  default void plant(Point point) {
    points().remove(List.of(point.id()), Long.MAX_VALUE);
    points().upsert(List.of(point));
  }

  /** Everything that stands in Postgres. */
  Snapshot.Ledger inspect();

  /** Every point of ours; none while the collection does not exist. */
  List<StoredPoint> standing();

  /** Everything that stands in the streams, delivered or not. */
  List<Publication> entries();
}
