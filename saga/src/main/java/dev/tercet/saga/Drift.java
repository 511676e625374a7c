package dev.tercet.saga;

import java.util.Locale;

/** Every kind of disagreement between the stores (ARCHITECTURE.md). */
public enum Drift {
  /** Pending and due, and nobody has published it. */
  UNPUBLISHED,
  /** Queued, and its message is gone. */
  LOST_MESSAGE,
  /** Delivered, never claimed, idle too long. */
  STRANDED_MESSAGE,
  /** Processing, and its session is dead or its deadline has passed. */
  DEAD_CLAIM,
  /** {@code embedding_id} is set and the point is absent. */
  MISSING_POINT,
  /** The point's payload differs from its row. */
  STALE_POINT,
  /** A point of ours that no row accounts for. */
  ORPHAN_POINT,
  /** A project with a tombstone, and an extraction of it that is not deleting. */
  UNFINISHED_DELETION,
  /** A removal row whose points were not yet confirmed absent. */
  UNFINISHED_REMOVAL,
  /** A row that names an extraction that is gone, or an entity that nothing mentions. */
  ROW_WITHOUT_EXTRACTION,
  /** The collection is not there. */
  COLLECTION_MISSING;

  /** The name in kebab case, as the API and the metrics write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
