package dev.tercet.recovery.detect;

import dev.tercet.saga.port.CollectionStore;
import dev.tercet.saga.port.CollectionStore.CollectionRecord;
import dev.tercet.saga.port.ConversionStore;
import dev.tercet.saga.port.Embedder;
import dev.tercet.saga.port.PointStore;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Sees that the collection is there, creates it when it is not, and knows whether it is still being
 * filled.
 */
public final class CollectionWatch {
  private final PointStore points;
  private final CollectionStore store;
  private final ConversionStore conversions;
  private final String model;
  private final int dimension;

  /**
   * @param embedder whose points the collection holds
   */
  public CollectionWatch(
      PointStore points, CollectionStore store, Embedder embedder, ConversionStore conversions) {
    this.points = points;
    this.store = store;
    this.conversions = conversions;
    this.model = embedder.model();
    this.dimension = embedder.dimension();
  }

  /** True when the collection does not exist, although another process has not ended it. */
  public boolean isMissing() {
    return !points.exists() && !isRetired();
  }

  private boolean isRetired() {
    CollectionRecord known = record();
    return known != null && known.retired();
  }

  /**
   * Creates the collection if it is missing, having recorded first that it must be refilled
   * (docs/protocol.md §8); returns whether it was missing. One of another shape is refused with
   * {@link IllegalStateException}.
   */
  public boolean ensure() {
    boolean missing = !points.exists();
    if (missing || record() == null) {
      store.creating(points.collection(), model, dimension);
    }
    points.ensureCollection();
    return missing;
  }

  /** New points go into it from now on; rows that name points elsewhere will be converted. */
  public void choose() {
    store.chosen(points.collection(), model);
  }

  /** True when it is this model's points that it holds. */
  public boolean holds(String otherModel) {
    return model.equals(otherModel);
  }

  /** True from before the collection is created until every row has its point in it. */
  public boolean isRefilling() {
    CollectionRecord known = record();
    return known != null && known.refilling();
  }

  /** What is recorded of it; null when it was never created by us. */
  public @Nullable CollectionRecord record() {
    return store.named(points.collection());
  }

  /** The next run of the refill goes on behind this point. */
  public void filledTo(CollectionRecord seen, UUID point) {
    store.refilledTo(seen, point);
  }

  /**
   * Every row of its model has its point; it is whole when there is no row of another one, and
   * returns whether it is.
   */
  public boolean compared(CollectionRecord seen) {
    boolean whole = !conversions.hasPointRowsOfOthers(model);
    if (whole) {
      store.refilled(seen);
    }
    return whole;
  }
}
