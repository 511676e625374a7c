package dev.tercet.storage.postgres.extraction;

import dev.tercet.saga.AuditEvent;
import dev.tercet.saga.Claim;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.ExtractionStore.Completion;
import dev.tercet.storage.postgres.operation.AuditTrail;
import dev.tercet.storage.postgres.operation.StatusChanges;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** How the claims of a batch ended, as far as the ledger has told. */
public final class Completions {
  private final Map<UUID, Completion> byExtraction = new HashMap<>();

  /** Notes one change of status that a statement with {@link CompletionSql#ENDING} returned. */
  public void changed(UUID extraction, String was, String status, StatusChanges changes) {
    Status from = Status.ofLabel(was);
    Status to = Status.ofLabel(status);
    changes.add(from, to);
    if (from == Status.PROCESSING) {
      byExtraction.put(extraction, to == Status.DONE ? Completion.DONE : Completion.SUPERSEDED);
    }
  }

  /**
   * Reads from the audit trail how those ended that no statement of this batch has ended: done in
   * my epoch and session, it was me, and I had not heard of it.
   */
  public void readFormerEnds(Connection connection, List<Claim> batch) throws SQLException {
    List<Claim> silent = batch.stream().filter(it -> !isKnown(it)).toList();
    if (!silent.isEmpty()) {
      AuditTrail.ends(connection, silent)
          .forEach((extraction, end) -> byExtraction.put(extraction, completion(end)));
    }
  }

  private static Completion completion(AuditEvent end) {
    if (end == AuditEvent.OVERTAKEN) {
      return Completion.SUPERSEDED;
    }
    return end == AuditEvent.COMPLETED ? Completion.DONE : Completion.LOST;
  }

  /** Whether its end is known. */
  public boolean isKnown(Claim claim) {
    return byExtraction.containsKey(claim.extraction());
  }

  /** What it came to; lost unless told otherwise. */
  public Completion of(Claim claim) {
    return byExtraction.getOrDefault(claim.extraction(), Completion.LOST);
  }
}
