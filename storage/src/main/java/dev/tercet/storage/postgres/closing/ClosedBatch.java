package dev.tercet.storage.postgres.closing;

import dev.tercet.storage.postgres.extraction.Completions;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.operation.StatusChanges;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** What {@link CloseSql#CLOSE} told of a batch. */
final class ClosedBatch {
  private final Completions completions = new Completions();
  private final Set<UUID> calls = new HashSet<>();
  private final Set<UUID> different = new HashSet<>();
  private final Set<UUID> unseen = new HashSet<>();

  /** Takes one row of kind, id, and of a change the statuses. */
  void take(ResultSet row, StatusChanges changes) throws SQLException {
    UUID id = Rows.uuid(row, 2);
    switch (Rows.text(row, 1)) {
      case "changed" -> completions.changed(id, Rows.text(row, 3), Rows.text(row, 4), changes);
      case "called" -> calls.add(id);
      case "different" -> different.add(id);
      case "unseen" -> unseen.add(id);
      case String other ->
          throw new SQLException("closing told a row of an unknown kind: " + other);
    }
  }

  /** How extractions have ended, as far as that is known. */
  Completions completions() {
    return completions;
  }

  /** The calls that were noted. */
  Set<UUID> calls() {
    return calls;
  }

  /** The extractions for which another answer is stored. */
  Set<UUID> different() {
    return different;
  }

  /** The extractions of which an answer was kept by somebody else in the same moment. */
  Set<UUID> unseen() {
    return unseen;
  }
}
