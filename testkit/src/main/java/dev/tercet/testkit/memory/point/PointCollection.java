package dev.tercet.testkit.memory.point;

import dev.tercet.saga.Point;
import dev.tercet.saga.id.EmbeddingId;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A collection that several installations may share, by its ids as unsigned bytes. */
final class PointCollection {
  private final ReentrantLock lock = new ReentrantLock(true);

  /** The points; null while the collection does not exist. */
  private @Nullable NavigableMap<UUID, Stored> points;

  /** The length of its vectors while it exists. */
  private int dimension;

  /** Whether it can be counted by bucket. */
  private boolean counted;

  /** A point and the installation that wrote it. */
  record Stored(@Nullable UUID owner, Point point) {}

  <T> T locked(Supplier<T> act) {
    lock.lock();
    try {
      return act.get();
    } finally {
      lock.unlock();
    }
  }

  @Nullable NavigableMap<UUID, Stored> points() {
    return points;
  }

  int dimension() {
    return dimension;
  }

  void create(int ofDimension) {
    points = new TreeMap<>(EmbeddingId.ORDER);
    dimension = ofDimension;
    counted = true;
  }

  boolean isCounted() {
    return counted;
  }

  void counted(boolean byBucket) {
    counted = byBucket;
  }

  void drop() {
    points = null;
  }
}
