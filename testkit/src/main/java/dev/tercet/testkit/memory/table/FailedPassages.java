package dev.tercet.testkit.memory.table;

import dev.tercet.saga.FailedPassage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The passages without which documents are done. */
public final class FailedPassages {
  private final Map<UUID, List<FailedPassage>> byExtraction = new HashMap<>();

  /** Keeps them, unless some are kept already. */
  public void keep(UUID extraction, List<FailedPassage> failed) {
    byExtraction.putIfAbsent(extraction, failed);
  }

  public List<FailedPassage> of(UUID extraction) {
    return byExtraction.getOrDefault(extraction, List.of());
  }

  /** What is told of them with the extraction. */
  List<FailedPassage.Warning> told(UUID extraction) {
    return of(extraction).stream()
        .limit(FailedPassage.MOST_TOLD)
        .map(FailedPassage::warning)
        .toList();
  }

  public void forget(UUID extraction) {
    byExtraction.remove(extraction);
  }
}
