package dev.tercet.saga.port;

import dev.tercet.saga.port.LedgerAudit.PointRow;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Passages on their way from the points of one embedding model to those of another. */
public interface ConversionStore {

  /**
   * Rows with a point of any other model, whatever their status, by (extraction, ordinal) after
   * {@code after} (null for the start).
   */
  List<PointRow> pointRowsOfOthers(String model, @Nullable PointRow after, int limit);

  /** Whether there is any such row; as the counts have it, so that nobody looks for one. */
  boolean hasPointRowsOfOthers(String model);

  /**
   * A passage whose new point has been confirmed.
   *
   * @param from the point that its row names
   * @param to the point that it shall name
   */
  record Conversion(UUID extraction, int ordinal, UUID from, UUID to) {}

  /**
   * Lets the rows name their points of {@code model}, each only if it still names the old one;
   * returns the new points of those that do so now. What was converted before is among them, so
   * that it may run twice.
   */
  Set<UUID> converted(String model, Collection<Conversion> conversions);
}
