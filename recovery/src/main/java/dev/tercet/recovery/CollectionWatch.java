package dev.tercet.recovery;

import dev.tercet.saga.ConversionStore;
import dev.tercet.saga.Embedder;
import dev.tercet.saga.PointStore;
import dev.tercet.saga.RecoveryStore;
import dev.tercet.saga.RecoveryStore.CollectionRecord;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Sees that the collection is there, creates it when it is not, and knows whether it is still being
 * filled.
 */
final class CollectionWatch {
  private final PointStore points;
  private final RecoveryStore store;
  private final ConversionStore conversions;
  private final String model;
  private final int dimension;

  /**
   * @param embedder whose points the collection holds
   */
  CollectionWatch(
      PointStore points, RecoveryStore store, Embedder embedder, ConversionStore conversions) {
    this.points = points;
    this.store = store;
    this.conversions = conversions;
    this.model = embedder.model();
    this.dimension = embedder.dimension();
  }

  /** True when the collection does not exist, although another process has not ended it. */
  boolean isMissing() {
    return !points.exists() && !isRetired();
  }

  private boolean isRetired() {
    CollectionRecord known = store.collection(points.collection());
    return known != null && known.retired();
  }

  /**
   * Creates the collection if it is missing, having recorded first that it must be refilled
   * (PROTOCOL.md section 8); returns whether it was missing. One of another shape is refused with
   * {@link IllegalStateException}.
   */
  boolean ensure() {
    boolean missing = !points.exists();
    if (missing || store.collection(points.collection()) == null) {
      store.creating(points.collection(), model, dimension);
    }
    points.ensureCollection();
    return missing;
  }

  /** New points go into it from now on; rows that name points elsewhere will be converted. */
  void choose() {
    store.chosen(points.collection(), model);
  }

  /** True when it is this model's points that it holds. */
  boolean holds(String otherModel) {
    return model.equals(otherModel);
  }

  /** True from before the collection is created until every row has its point in it. */
  boolean isRefilling() {
    CollectionRecord known = store.collection(points.collection());
    return known != null && known.refilling();
  }

  /**
   * How far the collection is from being whole.
   *
   * @param isUnderWay it is being refilled
   * @param to up to which point rows were compared for that; null at the start
   */
  record Filling(boolean isUnderWay, @Nullable UUID to) {
    /** There are rows that no run has compared since the refill began. */
    boolean hasRowsLeft() {
      return isUnderWay && !Refill.END.equals(to);
    }
  }

  Filling filling() {
    CollectionRecord known = store.collection(points.collection());
    return known == null
        ? new Filling(false, null)
        : new Filling(known.refilling(), known.refilledTo());
  }

  /** The next run of the refill goes on behind this point. */
  void filledTo(UUID point) {
    store.refilledTo(points.collection(), point);
  }

  /**
   * Every row of its model has its point; it is whole when there is no row of another one, and
   * returns whether it is.
   */
  boolean compared() {
    boolean whole = !conversions.hasPointRowsOfOthers(model);
    if (whole) {
      store.refilled(points.collection());
    }
    return whole;
  }
}
