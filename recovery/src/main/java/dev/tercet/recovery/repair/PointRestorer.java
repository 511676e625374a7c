package dev.tercet.recovery.repair;

import dev.tercet.recovery.plan.Repair.Restore;
import dev.tercet.saga.Point;
import dev.tercet.saga.port.Embedder;
import dev.tercet.saga.port.Embedder.Embedded;
import dev.tercet.saga.port.Embedder.Purpose;
import dev.tercet.saga.port.LedgerAudit;
import dev.tercet.saga.port.LedgerAudit.PointRow;
import dev.tercet.saga.port.PointStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Embeds stored passages again and writes their points. No model is asked: the facts are in the
 * rows.
 */
public final class PointRestorer {
  private static final Logger LOG = LoggerFactory.getLogger(PointRestorer.class);

  static final int BATCH = 256;

  private final LedgerAudit ledger;
  private final PointStore points;
  private final Embedder embedder;
  private final BooleanSupplier held;
  private final RemoveUnwantedPoints removeUnwanted;

  /**
   * @param held whether no point may be written now
   */
  public PointRestorer(
      LedgerAudit ledger, PointStore points, Embedder embedder, BooleanSupplier held) {
    this.ledger = ledger;
    this.points = points;
    this.embedder = embedder;
    this.held = held;
    removeUnwanted = new RemoveUnwantedPoints(ledger, points);
  }

  /**
   * Restores one batch, at most {@value #BATCH}; returns how many stand confirmed afterwards.
   * Throws {@link HeldException} while no point may be written.
   */
  public int restore(List<Restore> batch) {
    if (held.getAsBoolean()) {
      throw new HeldException();
    }
    SavedTexts texts = SavedTexts.of(ledger, batch.stream().map(Restore::row).toList());
    List<Restore> possible = batch.stream().filter(it -> texts.has(it.row())).toList();
    if (possible.isEmpty()) {
      return 0;
    }
    List<Point> restored = points(possible, texts);
    if (restored.isEmpty()) {
      return 0;
    }
    points.upsert(restored);
    return restored.size() - removeUnwanted.lookAgainAtRows(restored).size();
  }

  /** No point is written now; those that are missing stay missing until a later run. */
  static final class HeldException extends RuntimeException {
    private static final long serialVersionUID = 1;

    HeldException() {
      super("there is no room on the disk: points come back when there is");
    }
  }

  /** A text that is refused keeps no other from coming back; its point stays missing. */
  private List<Point> points(List<Restore> batch, SavedTexts texts) {
    List<Embedded> embedded =
        embedder.embed(batch.stream().map(it -> texts.text(it.row())).toList(), Purpose.PASSAGE);
    List<Point> restored = new ArrayList<>(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      PointRow row = batch.get(i).row();
      switch (embedded.get(i)) {
        case Embedded.Vector(var numbers) ->
            restored.add(new Point(row.embeddingId(), numbers, row.payload(batch.get(i).epoch())));
        case Embedded.Refused(var reason, var _) ->
            LOG.warn(
                "Passage {} of {} has no point, since the embedder refuses it: {}",
                row.ordinal(),
                row.extraction(),
                reason);
      }
    }
    return restored;
  }
}
