package dev.tercet.recovery.detect;

import dev.tercet.saga.Point;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.PointStore;
import dev.tercet.saga.port.PointStore.CollectionMissingException;
import dev.tercet.saga.port.PointStore.StoredPoint;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * The number of the newest run that may write, as the point store has it. It stands in a collection
 * of its own beside the points, so that it is no part of any count, search, conversion or refill,
 * and nobody who counts a collection by himself meets it.
 */
public final class Sentinel {
  private static final UUID NOBODY = new UUID(0, 0);
  private static final Fingerprint NO_TEXT = Fingerprint.of("");

  private final PointStore collection;
  private final UUID point;

  /**
   * @param collection of vectors of one number
   * @param owner the installation, of which each has a sentinel
   */
  public Sentinel(PointStore collection, UUID owner) {
    this.collection = collection;
    this.point = pointOf(owner);
  }

  /** The id of an installation's sentinel. */
  static UUID pointOf(UUID owner) {
    return UUID.nameUUIDFromBytes(("sentinel/" + owner).getBytes(StandardCharsets.UTF_8));
  }

  /** A sentinel's point of that number. */
  public static Point numbered(UUID owner, long number) {
    return new Point(
        pointOf(owner),
        new float[] {1},
        new Point.Payload(NOBODY, NOBODY, 0, 0, number, NO_TEXT, "sentinel"));
  }

  /** The number that stands there; empty when there is none. */
  public OptionalLong read() {
    try {
      StoredPoint found = collection.get(List.of(point)).get(point);
      return found == null || found.payload() == null
          ? OptionalLong.empty()
          : OptionalLong.of(found.payload().epoch());
    } catch (CollectionMissingException _) {
      return OptionalLong.empty();
    }
  }

  /** Puts the number there, unless a higher one stands there. */
  void write(UUID owner, long number) {
    List<Point> one = List.of(numbered(owner, number));
    try {
      collection.upsert(one);
    } catch (CollectionMissingException _) {
      collection.ensureCollection();
      collection.upsert(one);
    }
  }
}
