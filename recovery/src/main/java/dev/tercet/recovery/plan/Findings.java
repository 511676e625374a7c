package dev.tercet.recovery.plan;

import dev.tercet.recovery.plan.RecoveryReport.Item;
import dev.tercet.recovery.plan.Repair.Drop;
import dev.tercet.recovery.plan.Repair.Evict;
import dev.tercet.recovery.plan.Repair.Publish;
import dev.tercet.recovery.plan.Repair.Release;
import dev.tercet.recovery.plan.Repair.Remove;
import dev.tercet.recovery.plan.Repair.Republish;
import dev.tercet.recovery.plan.Repair.Requeue;
import dev.tercet.recovery.plan.Repair.Restore;
import dev.tercet.saga.Drift;
import dev.tercet.saga.id.BucketSpan;
import dev.tercet.saga.port.CollectionStore.CollectionRecord;
import dev.tercet.saga.port.LedgerAudit.PointRow;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What one run has found: everything is counted, and up to the limit kept for repair. For the
 * thread of the run; what has been examined may be read by any.
 */
public final class Findings {
  private static final int MOST_CONTROLS = 256;

  private final int limit;
  private final Map<Drift, Long> found = new EnumMap<>(Drift.class);
  private final Set<Finding> once = new HashSet<>();
  private final List<Finding> kept = new ArrayList<>();
  private final List<Item> items = new ArrayList<>();
  private final LongAdder extractions = new LongAdder();
  private final LongAdder points = new LongAdder();
  private long quarantined;
  private @Nullable UUID refilledTo;
  private @Nullable String orphansWait;
  private boolean pointsLeft;
  private @Nullable CollectionRecord collection;
  private @Nullable BucketSpan turn;
  private final BitSet compared = new BitSet();
  private final List<PointRow> confirmed = new ArrayList<>();

  public Findings(int limit) {
    this.limit = limit;
  }

  public void add(Finding finding) {
    count(finding.drift(), 1);
    if (kept.size() < limit) {
      kept.add(finding);
    }
    if (items.size() < RecoveryReport.MAX_ITEMS) {
      items.add(item(finding));
    }
  }

  /** Adds what stands for so many. */
  public void add(Finding finding, long times) {
    add(finding);
    count(finding.drift(), times - 1);
  }

  /** Adds what was not found before in the same run. */
  public void addOnce(Finding finding) {
    if (once.add(finding)) {
      add(finding);
    }
  }

  void addAll(Collection<Finding> findings) {
    findings.forEach(this::add);
  }

  /** Counts findings that are not kept one by one. */
  public void count(Drift drift, long more) {
    if (more > 0) {
      found.merge(drift, more, Long::sum);
    }
  }

  public void examinedExtractions(long more) {
    extractions.add(more);
  }

  public void examinedPoints(long more) {
    points.add(more);
  }

  public void quarantined(long more) {
    quarantined += more;
  }

  /** Why orphans are not removed by this run, whatever their grace; null when they are. */
  public @Nullable String orphansWait() {
    return orphansWait;
  }

  /** No orphan is removed: those that were found wait in quarantine. */
  public void letOrphansWait(String why) {
    orphansWait = why;
    quarantined += found(Drift.ORPHAN_POINT);
    found.remove(Drift.ORPHAN_POINT);
    kept.removeIf(it -> it.drift() == Drift.ORPHAN_POINT);
    items.removeIf(it -> it.drift() == Drift.ORPHAN_POINT);
  }

  /** A row of the living whose point was found by its id. */
  public void confirmed(PointRow row) {
    if (confirmed.size() < MOST_CONTROLS) {
      confirmed.add(row);
    }
  }

  /** Some of them. */
  public List<PointRow> confirmed() {
    return List.copyOf(confirmed);
  }

  /** The record of the collection as it was when the run began. */
  public void of(@Nullable CollectionRecord opened) {
    collection = opened;
  }

  /** No points are compared by this run, since it could not be read how their collection stands. */
  public void leavePoints() {
    pointsLeft = true;
  }

  public boolean leavesPoints() {
    return pointsLeft;
  }

  /** The collection is being refilled. */
  public boolean isRefill() {
    return collection != null && collection.refilling();
  }

  /** Up to which point a refill has compared rows before this run; null at the start. */
  public @Nullable UUID refilledBefore() {
    return collection == null ? null : collection.refilledTo();
  }

  /** These buckets were compared whole. */
  public void compared(BucketSpan buckets) {
    compared.set(buckets.first(), buckets.end());
  }

  /** Whose turn it was to be compared, whatever their counts. */
  public void turn(BucketSpan buckets) {
    turn = buckets;
  }

  /** Null when no bucket had its turn. */
  public @Nullable BucketSpan turn() {
    return turn;
  }

  /** Every bucket that was compared whole. */
  public BitSet compared() {
    return (BitSet) compared.clone();
  }

  /** The run goes on with a refill, and has compared rows up to this point. */
  public void refilledTo(UUID point) {
    refilledTo = point;
  }

  /** Up to where a refill has come; null when the run was none. */
  public @Nullable UUID refilledTo() {
    return refilledTo;
  }

  public long found(Drift drift) {
    return found.getOrDefault(drift, 0L);
  }

  /** Most repairs of the run. */
  public int limit() {
    return limit;
  }

  /** How many more it may make. */
  public int room() {
    return limit - kept.size();
  }

  public long extractions() {
    return extractions.sum();
  }

  public long points() {
    return points.sum();
  }

  public long quarantined() {
    return quarantined;
  }

  public List<Item> items() {
    return List.copyOf(items);
  }

  /** The kept repairs of one type, in the order in which they were found. */
  public <R extends Repair> List<R> repairs(Drift drift, Class<R> type) {
    return kept.stream()
        .filter(it -> it.drift() == drift)
        .map(Finding::repair)
        .map(type::cast)
        .toList();
  }

  /** How many of one kind were kept for repair. */
  public long kept(Drift drift) {
    return kept.stream().filter(it -> it.drift() == drift).count();
  }

  private static Item item(Finding finding) {
    return switch (finding.repair()) {
      case Publish(var hint, var _) -> new Item(finding.drift(), hint.extraction(), null);
      case Republish(var row, var _) ->
          new Item(finding.drift(), row.publication().hint().extraction(), null);
      case Requeue(var _, var hint) -> new Item(finding.drift(), hint.extraction(), null);
      case Release(var claim) -> new Item(finding.drift(), claim.extraction(), null);
      case Restore(var row, var _) ->
          new Item(finding.drift(), row.extraction(), row.embeddingId());
      case Evict(var orphan) -> new Item(finding.drift(), orphan.extraction(), orphan.point());
      case Remove(var extraction) -> new Item(finding.drift(), extraction, null);
      case Drop(var row) -> new Item(finding.drift(), row.place().id(), null);
    };
  }
}
