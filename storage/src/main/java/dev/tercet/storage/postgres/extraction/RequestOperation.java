package dev.tercet.storage.postgres.extraction;

import dev.tercet.saga.Extraction;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.ExtractionStore.Outcome;
import dev.tercet.storage.postgres.jdbc.Columns;
import dev.tercet.storage.postgres.jdbc.IdOrder;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.operation.BatchOperation;
import dev.tercet.storage.postgres.operation.ExtractionLock;
import dev.tercet.storage.postgres.operation.StatusChanges;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** What a person asks for: cancel, retry, delete. */
final class RequestOperation implements BatchOperation<RequestOperation.Request, Outcome> {
  /** One extraction of one project. */
  record Request(UUID project, UUID extraction) {}

  /** What readers may see of these extractions. */
  private static final String VISIBLE =
      """
      SELECT e.id, e.status
        FROM unnest(?::uuid[], ?::uuid[]) AS i(id, project)
        JOIN extraction e ON e.id = i.id AND e.project = i.project AND e.status <> 'deleting'
        JOIN project p ON p.id = e.project AND p.deleted_at IS NULL
      """;

  private final String name;
  private final String sql;
  private final Predicate<Extraction> happened;

  /**
   * @param sql takes ids and projects, returns id, old and new status of those it changed
   * @param happened whether a saga stands as the request leaves it, for unknown outcomes
   */
  RequestOperation(String name, String sql, Predicate<Extraction> happened) {
    this.name = name;
    this.sql = sql;
    this.happened = happened;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean isTransaction() {
    return true;
  }

  @Override
  public Object key(Request item) {
    return item.extraction();
  }

  @Override
  public List<Outcome> write(Connection connection, List<Request> batch, StatusChanges changes)
      throws SQLException {
    Map<UUID, Extraction> changed = changed(connection, batch, changes);
    Map<UUID, Status> visible =
        changed.size() == batch.size() ? Map.of() : visible(connection, batch);
    return batch.stream().map(it -> outcome(it, changed, visible)).toList();
  }

  private Map<UUID, Extraction> changed(
      Connection connection, List<Request> batch, StatusChanges changes) throws SQLException {
    Map<UUID, UUID> ids = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, batch);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          ids.put(Rows.uuid(row, 1), Rows.uuid(row, 1));
          Status from = Status.ofLabel(Rows.text(row, 2));
          Status to = Status.ofLabel(Rows.text(row, 3));
          if (from != to) {
            changes.add(from, to);
          }
        }
      }
    }
    return ids.isEmpty() ? Map.of() : ExtractionQueries.byId(connection, ids.keySet());
  }

  private static Outcome outcome(
      Request request, Map<UUID, Extraction> changed, Map<UUID, Status> visible) {
    Extraction extraction = changed.get(request.extraction());
    if (extraction != null && extraction.project().equals(request.project())) {
      return new Outcome.Changed(extraction);
    }
    Status status = visible.get(request.extraction());
    return status == null ? new Outcome.Absent() : new Outcome.Refused(status);
  }

  @Override
  public List<Optional<Outcome>> readBack(Connection connection, List<Request> batch)
      throws SQLException {
    List<UUID> ids = batch.stream().map(Request::extraction).toList();
    ExtractionLock.rows(connection, ids);
    Map<UUID, Extraction> extractions = ExtractionQueries.byId(connection, ids);
    return batch.stream()
        .map(it ->
            Optional.ofNullable(extractions.get(it.extraction()))
                .filter(extraction -> extraction.project().equals(it.project()))
                .filter(happened)
                .<Outcome>map(Outcome.Changed::new))
        .toList();
  }

  private static Map<UUID, Status> visible(Connection connection, List<Request> batch)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(VISIBLE)) {
      bind(statement, batch);
      return Rows.byId(statement, row -> Status.ofLabel(Rows.text(row, 2)));
    }
  }

  private static void bind(PreparedStatement statement, List<Request> batch) throws SQLException {
    Columns.of(statement, IdOrder.sorted(batch, Request::extraction))
        .uuids(Request::extraction)
        .uuids(Request::project);
  }
}
