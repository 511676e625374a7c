package dev.tercet.recovery.detect;

import dev.tercet.recovery.plan.RecoveryPorts;
import dev.tercet.saga.Scope;
import dev.tercet.saga.Scope.Everything;
import dev.tercet.saga.port.LedgerAudit;
import dev.tercet.saga.port.LedgerAudit.PointRow;
import dev.tercet.saga.port.PointStore;
import dev.tercet.saga.port.PointStore.StoredPoint;
import dev.tercet.saga.port.RunStore;
import dev.tercet.saga.port.RunStore.Numbered;
import dev.tercet.saga.port.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What must be seen before a point is removed because no row names it: that Postgres is not older
 * than the points are, that this run reads what it has written itself, and that points which are
 * known to be living do not come out as orphans (docs/protocol.md §8).
 */
public final class PositiveControls {
  private static final Logger LOG = LoggerFactory.getLogger(PositiveControls.class);
  private static final int DRAWN = 100;
  private static final int PAGE = 1_000;

  private final UUID owner;
  private final String model;
  private final RunStore runs;
  private final Sentinel sentinel;
  private final LedgerAudit ledger;
  private final PointStore points;
  private final UnnamedPoints unnamedPoints;
  private final Duration restoreGrace;
  private final AtomicBoolean lost = new AtomicBoolean();

  /**
   * @param restoreGrace how long orphans wait once Postgres has gone back
   */
  public PositiveControls(RecoveryPorts ports, UnnamedPoints unnamedPoints, Duration restoreGrace) {
    owner = ports.owner();
    model = ports.embedder().model();
    runs = ports.runs();
    sentinel = new Sentinel(ports.sentinels(), owner);
    ledger = ports.ledger();
    points = ports.points();
    this.unnamedPoints = unnamedPoints;
    this.restoreGrace = restoreGrace;
  }

  /**
   * Takes the next number and leaves it on both sides: in Postgres first, so that the sentinel's is
   * never the higher one unless Postgres has gone back.
   */
  public Numbered begin() {
    Numbered mine = take();
    sentinel.write(owner, mine.number());
    return mine;
  }

  /**
   * The same at the start of a process, which no node of Qdrant that is away holds up: the sentinel
   * that could not be left is left by the next run.
   */
  public Numbered start() {
    Numbered mine = take();
    try {
      sentinel.write(owner, mine.number());
    } catch (StoreUnavailableException e) {
      LOG.warn("The sentinel is not written now, and by the next run: {}", e.getMessage());
    }
    return mine;
  }

  private Numbered take() {
    OptionalLong seen = sentinel.read();
    Numbered mine = runs.number(seen.orElse(0), restoreGrace);
    if (seen.isEmpty() && mine.number() > 1) {
      lost.set(true);
    }
    return mine;
  }

  /** Whether the sentinel had been there before and was not; asked once by the next run. */
  public boolean wasLost() {
    return lost.getAndSet(false);
  }

  /** The same without leaving anything anywhere. */
  public Numbered look() {
    return runs.numbered(sentinel.read().orElse(0), restoreGrace);
  }

  /** Until when orphans wait. */
  public Instant waitsUntil(Instant wentBackAt) {
    return wentBackAt.plus(restoreGrace);
  }

  /**
   * Why this run may not remove orphans, or null when it may.
   *
   * @param mine the number of the run; null when it writes nothing
   * @param confirmed rows of the living whose points this run has found by their ids
   */
  public @Nullable String doubt(@Nullable Numbered mine, List<PointRow> confirmed) {
    OptionalLong found = mine == null ? OptionalLong.empty() : sentinel.read();
    if (mine != null && (found.isEmpty() || found.getAsLong() < mine.number())) {
      return "the sentinel that this run has written is not found";
    }
    if (mine != null && found.getAsLong() > mine.number()) {
      Numbered now = runs.numbered(found.getAsLong(), restoreGrace);
      boolean unknown = now.number() < found.getAsLong();
      if (unknown || !Objects.equals(now.wentBackAt(), mine.wentBackAt())) {
        return "Postgres has gone back since the run began";
      }
    }
    List<PointRow> controls = confirmed.isEmpty() ? drawn() : confirmed;
    return controls.isEmpty() ? null : misjudged(controls);
  }

  /** Any rows of the living, when the run itself has met none. */
  private List<PointRow> drawn() {
    return ledger.pointRows(new Everything(), model, null, DRAWN).stream()
        .filter(PointRow::living)
        .toList();
  }

  /** Lets the controls go the way of every point that has no row. */
  private @Nullable String misjudged(List<PointRow> controls) {
    List<UUID> ids = controls.stream().map(PointRow::embeddingId).toList();
    List<StoredPoint> there = List.copyOf(points.get(ids).values());
    Set<UUID> orphans = unnamedPoints.orphansAmong(there);
    long misjudged =
        controls.stream()
            .filter(row -> orphans.contains(row.embeddingId()))
            .filter(this::isLivingStill)
            .count();
    if (misjudged > 0) {
      return misjudged + " points that are living came out as orphans";
    }
    return there.size() > orphans.size() ? null : "no point that is living came out as such";
  }

  /** By its own document, and not by its point. */
  private boolean isLivingStill(PointRow control) {
    var its = new Scope.OfExtraction(control.project(), control.extraction());
    PointRow before = null;
    List<PointRow> page;
    do {
      page = ledger.pointRows(its, model, before, PAGE);
      if (page.stream()
          .anyMatch(it -> it.living() && it.embeddingId().equals(control.embeddingId()))) {
        return true;
      }
      before = page.isEmpty() ? before : page.getLast();
    } while (page.size() == PAGE);
    return false;
  }
}
