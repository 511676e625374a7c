package dev.tercet.recovery.detect;

import dev.tercet.recovery.plan.Findings;
import dev.tercet.saga.Drift;
import dev.tercet.saga.id.BucketSpan;
import dev.tercet.saga.port.LedgerAudit;
import dev.tercet.saga.port.LedgerAudit.PointRow;
import dev.tercet.saga.port.PointStore;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The refill of a collection goes through the rows once, in the order of their points: a run takes
 * as many as it may repair, and the next one goes on behind them. What is written meanwhile behind
 * the cursor has its point there already; should it not, the counts tell at the end.
 */
final class Refill {
  private static final int PAGE = 1_000;

  /** Most rows that one run compares. */
  private static final int MOST_ROWS = 200_000;

  /** Behind every point: all rows were compared. */
  static final UUID END = new UUID(-1, -1);

  private final LedgerAudit ledger;
  private final PointStore points;
  private final String model;
  private final RowComparison rows;

  Refill(LedgerAudit ledger, PointStore points, String model, RowComparison rows) {
    this.ledger = ledger;
    this.points = points;
    this.model = model;
    this.rows = rows;
  }

  /** Compares the next rows behind {@code from}, which is null at the start. */
  void goOn(@Nullable UUID from, Findings findings) {
    @Nullable UUID at = from;
    int more = MOST_ROWS;
    while (findings.room() > 0 && more > 0 && !END.equals(at)) {
      int most = Math.min(PAGE, findings.room());
      List<PointRow> page = ledger.pointRowsOfBuckets(BucketSpan.ALL, model, at, most);
      rows.compare(page, findings);
      more -= page.size();
      at = page.size() < most ? END : page.getLast().embeddingId();
    }
    if (at != null && !END.equals(at)) {
      at = ledger.pointRowsOfBuckets(BucketSpan.ALL, model, at, 1).isEmpty() ? END : at;
    }
    if (at != null) {
      findings.refilledTo(at);
    }
    if (!END.equals(at)) {
      long here = UnequalBuckets.sum(ledger.bucketCounts(model));
      long back = points.count() + findings.found(Drift.MISSING_POINT);
      findings.count(Drift.MISSING_POINT, Math.max(1, here - back));
    }
  }
}
