package dev.tercet.recovery.repair;

import dev.tercet.saga.Passage;
import dev.tercet.saga.port.LedgerAudit;
import dev.tercet.saga.port.LedgerAudit.PointRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The texts of passages that are embedded again, by the points that their rows name. */
public final class SavedTexts {
  private final Map<UUID, String> texts = new HashMap<>();

  private SavedTexts() {}

  /** Reads those of these rows. */
  public static SavedTexts of(LedgerAudit ledger, List<PointRow> rows) {
    var saved = new SavedTexts();
    for (Passage passage : ledger.passages(rows.stream().map(PointRow::embeddingId).toList())) {
      if (passage.embeddingId() != null) {
        saved.texts.put(passage.embeddingId(), passage.text());
      }
    }
    return saved;
  }

  /** False when the row has gone or names another point by now. */
  public boolean has(PointRow row) {
    return texts.containsKey(row.embeddingId());
  }

  /** The text of a row that {@link #has} one. */
  public String text(PointRow row) {
    return texts.getOrDefault(row.embeddingId(), "");
  }
}
