package dev.tercet.testkit.contract;

import dev.tercet.saga.port.PointStore;

/** A point store whose collection does not exist yet, and what a test may do to it. */
public interface FreshPoints extends AutoCloseable {
  /** The store under test. */
  PointStore store();

  /** Another installation's store over the same collection. */
  PointStore neighbour();

  /** A store that expects vectors of another length under the same name. */
  PointStore misfit();

  /** The length of the vectors, at least 3. */
  int dimension();

  /** Drops the collection. */
  void loseCollection();

  /** Drops the index by which buckets are counted. */
  void loseBucketIndex();

  @Override
  void close();
}
