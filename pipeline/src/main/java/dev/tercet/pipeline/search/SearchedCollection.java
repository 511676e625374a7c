package dev.tercet.pipeline.search;

import dev.tercet.saga.port.PointStore;
import dev.tercet.saga.port.PointStore.CollectionMissingException;
import dev.tercet.saga.port.PointStore.Hit;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * One collection during one search: what it was asked, what it found, what it is not asked again.
 */
final class SearchedCollection {
  /** Which collection, and the query as its model sees it. */
  @SuppressWarnings("ArrayRecordComponent") // a vector is sent, never compared or used as a key
  record Asked(PointStore points, String model, float[] vector, boolean current) {}

  private final Asked asked;
  private final Map<UUID, Hit> hits = new HashMap<>();
  private final Set<UUID> dropped = new HashSet<>();
  private final Set<UUID> without = new HashSet<>();
  private boolean missing;

  SearchedCollection(Asked asked) {
    this.asked = asked;
  }

  String model() {
    return asked.model();
  }

  Map<UUID, Hit> hits() {
    return hits;
  }

  /**
   * Asks once more. A former collection may be gone, its passages are elsewhere then; the current
   * one, too, until it is refilled.
   */
  void ask(UUID project, int limit, Collection<UUID> only) {
    List<Hit> more;
    try {
      more = asked.points().search(project, asked.vector(), limit, only, without);
    } catch (CollectionMissingException _) {
      missing = true;
      return;
    }
    more.forEach(hit -> hits.put(hit.embeddingId(), hit));
  }

  /** True when it was asked for points that are not there yet, or not any more. */
  boolean isCurrentAndMissing() {
    return missing && asked.current();
  }

  /**
   * Leaves out from now on the extractions of which no hit is living; true when a hit turned out
   * not to be living that was not known so before.
   */
  boolean leaveOutDead(Set<UUID> livingPoints) {
    Set<UUID> alive = new HashSet<>();
    Set<UUID> dead = new HashSet<>();
    boolean somethingNew = false;
    for (Hit hit : hits.values()) {
      if (livingPoints.contains(hit.embeddingId())) {
        alive.add(hit.extraction());
      } else {
        dead.add(hit.extraction());
        somethingNew |= dropped.add(hit.embeddingId());
      }
    }
    dead.removeAll(alive);
    without.addAll(dead);
    return somethingNew;
  }
}
