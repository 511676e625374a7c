package dev.tercet.recovery;

import dev.tercet.saga.PointStore;
import dev.tercet.saga.RecoveryStore;
import dev.tercet.saga.RecoveryStore.CollectionRecord;

/**
 * Sees that the collection is there, creates it when it is not, and knows whether it is still being
 * filled.
 */
public final class CollectionWatch {
  private final PointStore points;
  private final RecoveryStore store;
  private final String model;

  /**
   * @param model the embedding model whose points the collection holds
   */
  public CollectionWatch(PointStore points, RecoveryStore store, String model) {
    this.points = points;
    this.store = store;
    this.model = model;
  }

  /** True when the collection does not exist. */
  public boolean isMissing() {
    return !points.exists();
  }

  /**
   * Creates the collection if it is missing, having recorded first that it must be refilled
   * (PROTOCOL.md section 8); returns whether it was missing. One of another shape is refused with
   * {@link IllegalStateException}.
   */
  public boolean ensure() {
    boolean missing = isMissing();
    if (missing || store.collection(points.collection()) == null) {
      store.creating(points.collection(), model);
    }
    points.ensureCollection();
    return missing;
  }

  /** True from before the collection is created until every row has its point in it. */
  boolean isRefilling() {
    CollectionRecord known = store.collection(points.collection());
    return known != null && known.refilling();
  }

  /** Every row has its point. */
  void refilled() {
    store.refilled(points.collection());
  }
}
