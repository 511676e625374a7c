package dev.tercet.recovery;

import dev.tercet.recovery.Repair.Restore;
import dev.tercet.saga.Embedder;
import dev.tercet.saga.LedgerAudit;
import dev.tercet.saga.LedgerAudit.PointRow;
import dev.tercet.saga.Point;
import dev.tercet.saga.PointStore;
import java.util.ArrayList;
import java.util.List;

/**
 * Embeds stored passages again and writes their points. No model is asked: the facts are in the
 * rows.
 */
final class PointRestorer {
  static final int BATCH = 256;

  private final LedgerAudit ledger;
  private final PointStore points;
  private final Embedder embedder;
  private final Withdrawal withdrawal;

  PointRestorer(LedgerAudit ledger, PointStore points, Embedder embedder) {
    this.ledger = ledger;
    this.points = points;
    this.embedder = embedder;
    withdrawal = new Withdrawal(ledger, points);
  }

  /** Restores one batch, at most {@value #BATCH}; returns how many stand confirmed afterwards. */
  int restore(List<Restore> batch) {
    SavedTexts texts = SavedTexts.of(ledger, batch.stream().map(Restore::row).toList());
    List<Restore> possible = batch.stream().filter(it -> texts.has(it.row())).toList();
    if (possible.isEmpty()) {
      return 0;
    }
    List<Point> restored = points(possible, texts);
    points.upsert(restored);
    return restored.size() - withdrawal.lookAgain(restored).size();
  }

  private List<Point> points(List<Restore> batch, SavedTexts texts) {
    List<float[]> vectors = embedder.embed(batch.stream().map(it -> texts.text(it.row())).toList());
    List<Point> restored = new ArrayList<>(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      PointRow row = batch.get(i).row();
      restored.add(new Point(row.embeddingId(), vectors.get(i), row.payload(batch.get(i).epoch())));
    }
    return restored;
  }
}
