package dev.tercet.testkit.memory;

import dev.tercet.saga.Fingerprint;
import dev.tercet.saga.ModelCall;
import dev.tercet.saga.Passage;
import dev.tercet.saga.Status;
import java.util.UUID;

/** Drops the rows of a deletion that is over; the audit trail stays. */
final class Farewell {
  private final Tables tables;

  Farewell(Tables tables) {
    this.tables = tables;
  }

  /** Everything of the extraction, and the answers that no other passage rests on. */
  void to(Row row) {
    tables.spend.forget(row.id(), call -> !isSharedByAnother(row, call));
    tables.mentions.forget(row.id());
    tables.passages.remove(row.id());
    tables.searchDue.remove(row.id());
    tables.searchPieces.remove(row.id());
    tables.rows.remove(row.id());
    tables.departures.put(row.id(), tables.now());
  }

  private boolean isSharedByAnother(Row row, ModelCall call) {
    Passage mine = tables.passagesOf(row.id()).get(call.ordinal());
    return mine != null
        && tables.rows.values().stream()
            .filter(other -> !other.id().equals(row.id()))
            .filter(other -> other.document().project().equals(call.project()))
            .filter(other -> other.state().status() != Status.DELETING)
            .anyMatch(other -> hasText(other.id(), mine.contentHash()));
  }

  private boolean hasText(UUID extraction, Fingerprint contentHash) {
    return tables.passagesOf(extraction).values().stream()
        .anyMatch(passage -> passage.contentHash().equals(contentHash));
  }

  /** What is left of a project that has no extraction any more. */
  void toProject(UUID project) {
    tables.spend.forgetProject(project);
    tables.mentions.forgetProject(project);
    tables.idempotency.keySet().removeIf(key -> key.project().equals(project));
    tables.sources.keySet().removeIf(key -> key.project().equals(project));
    tables.projects.remove(project);
    tables.buried.remove(project);
  }
}
