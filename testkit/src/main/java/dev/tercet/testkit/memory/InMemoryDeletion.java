package dev.tercet.testkit.memory;

import dev.tercet.testkit.memory.table.Row;
import dev.tercet.testkit.memory.table.Tables;
import java.util.UUID;

/** Drops the rows of a deletion that is over; the audit trail stays. */
final class InMemoryDeletion {
  private final Tables tables;

  InMemoryDeletion(Tables tables) {
    this.tables = tables;
  }

  /** Everything of the extraction, and the answers that no other one uses. */
  void to(Row row) {
    tables.spend.endUses(row.id());
    tables.spend.forgetCalls(row.id());
    tables.mentions.forget(row.id());
    tables.passages.remove(row.id());
    tables.failed.forget(row.id());
    tables.cuts.remove(row.id());
    tables.searchDue.remove(row.id());
    tables.searchPieces.remove(row.id());
    tables.rows.remove(row.id());
    tables.departures.put(row.id(), tables.now());
  }

  /** What is left of a project that has no extraction any more. */
  void toProject(UUID project) {
    tables.spend.forgetProject(project);
    tables.mentions.forgetProject(project);
    tables.idempotency.keySet().removeIf(key -> key.project().equals(project));
    tables.sources.keySet().removeIf(key -> key.project().equals(project));
    tables.projects.remove(project);
    tables.deletedProjects.remove(project);
  }
}
