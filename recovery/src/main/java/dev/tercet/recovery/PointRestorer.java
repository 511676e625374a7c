package dev.tercet.recovery;

import dev.tercet.recovery.Repair.Restore;
import dev.tercet.saga.Embedder;
import dev.tercet.saga.LedgerAudit;
import dev.tercet.saga.LedgerAudit.Fate;
import dev.tercet.saga.LedgerAudit.PointRow;
import dev.tercet.saga.Passage;
import dev.tercet.saga.Point;
import dev.tercet.saga.PointStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Embeds stored passages again and writes their points. No model is asked: the facts are in the
 * rows.
 */
final class PointRestorer {
  static final int BATCH = 256;

  private final LedgerAudit ledger;
  private final PointStore points;
  private final Embedder embedder;

  PointRestorer(LedgerAudit ledger, PointStore points, Embedder embedder) {
    this.ledger = ledger;
    this.points = points;
    this.embedder = embedder;
  }

  /** Restores one batch, at most {@value #BATCH}; returns how many stand confirmed afterwards. */
  int restore(List<Restore> batch) {
    Map<UUID, Passage> passages = new HashMap<>();
    for (Passage passage :
        ledger.passages(batch.stream().map(it -> it.row().embeddingId()).toList())) {
      if (passage.embeddingId() != null) {
        passages.put(passage.embeddingId(), passage);
      }
    }
    List<Restore> possible =
        batch.stream().filter(it -> passages.containsKey(it.row().embeddingId())).toList();
    if (possible.isEmpty()) {
      return 0;
    }
    points.upsert(vectors(possible, passages));
    return possible.size() - withdraw(possible);
  }

  private List<Point> vectors(List<Restore> batch, Map<UUID, Passage> passages) {
    List<float[]> vectors =
        embedder.embed(
            batch.stream()
                .map(it -> passages.get(it.row().embeddingId()))
                .map(Passage::text)
                .toList());
    List<Point> restored = new ArrayList<>(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      PointRow row = batch.get(i).row();
      restored.add(new Point(row.embeddingId(), vectors.get(i), row.payload(batch.get(i).epoch())));
    }
    return restored;
  }

  /**
   * Whoever wrote a point reads its row again, and removes the point when nobody wants it any more
   * (section 4).
   */
  private int withdraw(List<Restore> written) {
    Set<UUID> extractions =
        written.stream().map(it -> it.row().extraction()).collect(Collectors.toSet());
    Map<UUID, Fate> fates = Fates.of(ledger, extractions);
    Set<UUID> unwanted = new HashSet<>();
    for (Restore restore : written) {
      Fate fate = fates.get(restore.row().extraction());
      if (fate == null || fate.status().losesPoints()) {
        unwanted.add(restore.row().embeddingId());
        points.remove(List.of(restore.row().embeddingId()), restore.epoch());
      }
    }
    return unwanted.size();
  }
}
