package dev.tercet.testkit.memory;

import dev.tercet.saga.AuditEvent;
import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.FailedPassage.LeftOut;
import dev.tercet.saga.SagaEvent;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.ExtractionStore.Completion;
import dev.tercet.testkit.memory.table.Row;
import dev.tercet.testkit.memory.table.SourceRow;
import dev.tercet.testkit.memory.table.Tables;
import java.util.Optional;
import java.util.UUID;

/**
 * Completing: the newest finished generation answers, its predecessor leaves (docs/protocol.md §4).
 */
final class InMemoryCompletion {
  private final Tables tables;

  InMemoryCompletion(Tables tables) {
    this.tables = tables;
  }

  Completion complete(Claim claim) {
    return completeWithout(claim, LeftOut.NOTHING);
  }

  Completion completeWithout(Claim claim, LeftOut leftOut) {
    Row row = tables.row(claim.extraction());
    if (row == null) {
      return Completion.LOST;
    }
    SourceRow source = tables.sources.get(Tables.key(row));
    if (source == null) {
      throw new IllegalStateException("extraction " + row.id() + " has no row of its source");
    }
    if (source.finished() > row.document().generation()) {
      return tables
          .move(row.id(), new SagaEvent.Overtaken(claim.epoch(), claim.session()))
          .map(_ -> Completion.SUPERSEDED)
          .orElseGet(() -> readBack(row, claim));
    }
    boolean whole = leftOut.failed().isEmpty();
    Optional<Row> done =
        tables.move(
            row.id(),
            new SagaEvent.Completed(claim.epoch(), claim.session()),
            tables.now(),
            AuditEvent.COMPLETED,
            whole ? "completed" : reason(leftOut.passages()));
    if (done.isEmpty()) {
      return readBack(row, claim);
    }
    if (!whole) {
      tables.rows.computeIfPresent(row.id(), (_, it) -> it.counting(leftOut.passages()));
      tables.failed.keep(row.id(), leftOut.failed());
    }
    UUID predecessor = source.finishedId();
    if (predecessor != null && !predecessor.equals(row.id())) {
      tables.move(predecessor, new SagaEvent.Outdated(true));
    }
    tables.sources.put(Tables.key(row), source.finishing(row.document().generation(), row.id()));
    return Completion.DONE;
  }

  private static String reason(Extraction.PassageCount passages) {
    return "completed with %d of %d passages".formatted(passages.embedded(), passages.total());
  }

  /** Zero rows, but done in my epoch and session: it was me, and I did not hear of it. */
  private static Completion readBack(Row row, Claim claim) {
    return row.state().status() == Status.DONE
            && row.state().progress().epoch() == claim.epoch()
            && claim.session().equals(row.session())
        ? Completion.DONE
        : Completion.LOST;
  }
}
