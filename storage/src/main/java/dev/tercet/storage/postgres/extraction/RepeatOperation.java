package dev.tercet.storage.postgres.extraction;

import dev.tercet.saga.Extraction;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.ExtractionStore.Outcome;
import dev.tercet.storage.postgres.jdbc.Columns;
import dev.tercet.storage.postgres.jdbc.IdOrder;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.operation.BatchOperation;
import dev.tercet.storage.postgres.operation.StatusChanges;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Accepts documents once more that are done without some of their passages (docs/protocol.md §2).
 * Doing it twice under the same id gives the same result.
 */
final class RepeatOperation implements BatchOperation<RepeatOperation.Repeat, Outcome> {
  /**
   * One extraction of one project.
   *
   * @param id of the new version
   */
  record Repeat(UUID project, UUID extraction, UUID id) {}

  /** What the database decided; {@link RepeatSql#REPEAT} has these words. */
  enum Verdict {
    /** It is the source's next generation. */
    NEW,
    /** It was accepted before under the same id, or a repetition is under way. */
    EXISTING,
    /** It is not done, it is whole, or a newer version is another document. */
    REFUSED
  }

  /**
   * A verdict.
   *
   * @param extraction which answers for it
   * @param status of the one that was to be repeated
   */
  private record Decision(Verdict verdict, UUID extraction, Status status) {}

  @Override
  public String name() {
    return "repeat";
  }

  @Override
  public boolean isTransaction() {
    return true;
  }

  @Override
  public Object key(Repeat item) {
    return item.extraction();
  }

  /** The server copies a text of unknown length for each. */
  @Override
  public long bytes(Repeat item) {
    return 1 << 20;
  }

  @Override
  public List<Outcome> write(Connection connection, List<Repeat> batch, StatusChanges changes)
      throws SQLException {
    lock(connection, batch);
    Map<UUID, Decision> decisions = decide(connection, batch, changes);
    List<UUID> answering =
        decisions.values().stream()
            .filter(it -> it.verdict() != Verdict.REFUSED)
            .map(Decision::extraction)
            .toList();
    Map<UUID, Extraction> extractions =
        answering.isEmpty() ? Map.of() : ExtractionQueries.byId(connection, answering);
    return batch.stream().map(it -> outcome(decisions.get(it.extraction()), extractions)).toList();
  }

  private static void lock(Connection connection, List<Repeat> batch) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(RepeatSql.LOCK)) {
      Columns.of(statement, batch.stream().map(Repeat::project).distinct().toList())
          .uuids(it -> it)
          .then(batch)
          .uuids(Repeat::extraction)
          .uuids(Repeat::project);
      statement.execute();
    }
  }

  private static Map<UUID, Decision> decide(
      Connection connection, List<Repeat> batch, StatusChanges changes) throws SQLException {
    Map<UUID, Decision> decisions = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(RepeatSql.REPEAT)) {
      Columns.of(statement, IdOrder.sorted(batch, Repeat::extraction))
          .uuids(Repeat::id)
          .uuids(Repeat::extraction)
          .uuids(Repeat::project);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          String superseded = row.getString(5);
          if (superseded != null) {
            changes.add(Status.ofLabel(superseded), Status.SUPERSEDED);
            continue;
          }
          Decision decision = decision(row);
          decisions.put(Rows.uuid(row, 1), decision);
          if (decision.verdict() == Verdict.NEW) {
            changes.add(null, Status.PENDING);
          }
        }
      }
    }
    return decisions;
  }

  private static Decision decision(ResultSet row) throws SQLException {
    return new Decision(
        Verdict.valueOf(Rows.text(row, 2)), Rows.uuid(row, 3), Status.ofLabel(Rows.text(row, 4)));
  }

  private static Outcome outcome(@Nullable Decision decision, Map<UUID, Extraction> extractions) {
    if (decision == null) {
      return new Outcome.Absent();
    }
    Extraction extraction = extractions.get(decision.extraction());
    return extraction == null
        ? new Outcome.Refused(decision.status())
        : new Outcome.Changed(extraction);
  }
}
