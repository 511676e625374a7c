package dev.tercet.acceptance.proof.world;

import dev.tercet.saga.port.PointStore.StoredPoint;
import dev.tercet.testkit.check.InvariantChecker;
import dev.tercet.testkit.check.Snapshot;
import dev.tercet.testkit.check.Violation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** Looks at all stores after every call, and remembers the first thing that was wrong. */
public final class Witness {
  /** After these everything stands as before. */
  private static final Set<String> READING =
      Set.of(
          "due",
          "load",
          "standing",
          "find",
          "page",
          "living",
          "exists",
          "get",
          "scroll",
          "idsOf",
          "bucketCounts",
          "count",
          "search",
          "heads",
          "present",
          "pending",
          "abandoned",
          "claimed",
          "orphanRows",
          "untouched",
          "findDeleted",
          "stranded",
          "depth",
          "unconfirmed",
          "passagePoints",
          "sessions",
          "held",
          "unpublished",
          "queued",
          "stillQueued",
          "deadClaims",
          "pointRows",
          "pointRowsOfBuckets",
          "bucketCount",
          "ofBuckets",
          "passages",
          "standings",
          "tryLock",
          "ended",
          "lastSuccess",
          "succeeded",
          "cursor",
          "collection",
          "creating",
          "refilled",
          "number",
          "verified",
          "verifiedThrough",
          "seen",
          "overdue",
          "forget",
          "beat",
          "open",
          "started");

  private final Supplier<Snapshot> stores;
  private final List<String> testimony = new ArrayList<>();
  private Map<UUID, Long> epochs = Map.of();
  private boolean storesLose;
  private boolean writersLate;

  Witness(Supplier<Snapshot> stores) {
    this.stores = stores;
  }

  /** From now on stores lose things, so that a record may be all that is left. */
  public void expectLosses() {
    storesLose = true;
  }

  /** From now on somebody may write a point after everybody has ceased to expect it. */
  public void expectLateWriters() {
    writersLate = true;
  }

  /** Whether something may be missing that no bug took away. */
  boolean expectsLosses() {
    return storesLose;
  }

  /** Something is wrong. */
  public synchronized void alarm(String what) {
    if (testimony.isEmpty()) {
      testimony.add(what);
    }
  }

  /** A call has just taken effect. */
  synchronized void look(String call) {
    if (!testimony.isEmpty() || READING.contains(call.substring(call.indexOf('.') + 1))) {
      return;
    }
    Snapshot now = stores.get();
    List<Violation> found = new ArrayList<>(InvariantChecker.always(now));
    if (!storesLose) {
      found.addAll(InvariantChecker.intact(now));
    }
    if (!storesLose && !writersLate) {
      found.addAll(InvariantChecker.accounted(now));
    }
    found.addAll(fallen(now));
    if (!found.isEmpty()) {
      testimony.add("after " + call + ": " + found);
    }
  }

  /** A lower epoch never overwrites a higher one. */
  private List<Violation> fallen(Snapshot now) {
    Map<UUID, Long> before = epochs;
    epochs = new HashMap<>();
    List<Violation> fallen = new ArrayList<>();
    for (StoredPoint point : now.points()) {
      if (point.payload() != null) {
        long epoch = point.payload().epoch();
        epochs.put(point.id(), epoch);
        if (epoch < before.getOrDefault(point.id(), epoch)) {
          fallen.add(new Violation("S3", "point " + point.id() + " went back to epoch " + epoch));
        }
      }
    }
    return fallen;
  }

  /** What was wrong, if anything. */
  public synchronized List<String> testimony() {
    return List.copyOf(testimony);
  }
}
