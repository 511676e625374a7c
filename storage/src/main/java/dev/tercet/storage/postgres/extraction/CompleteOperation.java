package dev.tercet.storage.postgres.extraction;

import dev.tercet.saga.AuditEvent;
import dev.tercet.saga.Claim;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.ExtractionStore.Completion;
import dev.tercet.storage.postgres.jdbc.Columns;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.operation.AuditTrail;
import dev.tercet.storage.postgres.operation.BatchOperation;
import dev.tercet.storage.postgres.operation.Guards;
import dev.tercet.storage.postgres.operation.StatusChanges;
import dev.tercet.storage.postgres.operation.StatusSql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Ends attempts as done (docs/protocol.md §4, the last paragraph). */
public final class CompleteOperation implements BatchOperation<Claim, Completion> {
  /** Locks the source rows in key order, as accepting does, before anything is decided. */
  private static final String LOCK =
      """
      SELECT e.id, s.id
        FROM unnest(?::uuid[]) AS i(id)
        JOIN extraction e ON e.id = i.id
        JOIN source s ON s.id = e.source
       ORDER BY s.project, s.name, e.generation
         FOR NO KEY UPDATE OF s
      """;

  /** A fresh snapshot: each source at most once, so that its row decides alone. */
  public static final String COMPLETE =
      StatusSql.of(
          """
          WITH ended AS (
            UPDATE extraction e
               SET status = CASE WHEN s.newest_finished > e.generation THEN 'superseded'
                                 ELSE 'done' END::extraction_status,
                   since = clock_timestamp(), stage = 'linked', crashes = 0,
                   done_at = CASE WHEN s.newest_finished > e.generation THEN NULL
                                  ELSE clock_timestamp() END,
                   {unheld}, failure_code = NULL, failure_class = NULL, failure_stage = NULL,
                   failure_message = NULL
              FROM unnest(?::uuid[], ?::bigint[], ?::uuid[], ?::bigint[])
                   AS i(id, epoch, session, source)
              JOIN source s ON s.id = i.source
             WHERE e.id = i.id
               AND e.status::text = 'processing'
               AND e.epoch = i.epoch
               AND e.session = i.session
            RETURNING {change}, e.source, e.generation, s.newest_finished_id AS predecessor
          ), sources AS (
            UPDATE source s
               SET newest_finished = ended.generation, newest_finished_id = ended.id
              FROM ended
             WHERE s.id = ended.source
               AND ended.status = 'done'
          ), outdated AS (
            UPDATE extraction e
               SET status = 'superseded', since = clock_timestamp()
              FROM ended
             WHERE e.id = ended.predecessor
               AND e.status::text = 'done'
               AND ended.status = 'done'
            RETURNING {change}
          ), changes AS (
            SELECT id, project, since, epoch, was, status, worker,
                   CASE WHEN status = 'done' THEN 'completed' ELSE 'overtaken' END::audit_event
                     AS event,
                   CASE WHEN status = 'done' THEN 'completed'
                        ELSE 'a newer version had finished' END AS reason
              FROM ended
             UNION ALL
            SELECT id, project, since, epoch, was, status, worker, 'newer_done',
                   'a newer version is done'
              FROM outdated
          ), {removals}, {trail}
          SELECT id, was, status FROM changes
          """);

  private record Sourced(Claim claim, long source) {}

  @Override
  public String name() {
    return "complete";
  }

  @Override
  public boolean isTransaction() {
    return true;
  }

  @Override
  public Object key(Claim item) {
    return item.extraction();
  }

  /** Zero rows, but done in my epoch and session: it was me, and I had not heard of it. */
  @Override
  public List<Completion> write(Connection connection, List<Claim> batch, StatusChanges changes)
      throws SQLException {
    Map<UUID, Completion> completions = new HashMap<>();
    for (List<Sourced> round : rounds(locked(connection, batch))) {
      complete(connection, round, completions, changes);
    }
    List<Claim> silent =
        batch.stream().filter(it -> !completions.containsKey(it.extraction())).toList();
    if (!silent.isEmpty()) {
      AuditTrail.ends(connection, silent)
          .forEach((extraction, end) -> completions.put(extraction, completion(end)));
    }
    return batch.stream()
        .map(it -> completions.getOrDefault(it.extraction(), Completion.LOST))
        .toList();
  }

  private static Completion completion(AuditEvent end) {
    if (end == AuditEvent.OVERTAKEN) {
      return Completion.SUPERSEDED;
    }
    return end == AuditEvent.COMPLETED ? Completion.DONE : Completion.LOST;
  }

  private static List<Sourced> locked(Connection connection, List<Claim> batch)
      throws SQLException {
    Map<UUID, Claim> claims = new HashMap<>();
    batch.forEach(it -> claims.put(it.extraction(), it));
    try (PreparedStatement statement = connection.prepareStatement(LOCK)) {
      Columns.of(statement, batch).uuids(Claim::extraction);
      List<Sourced> locked = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          Claim claim = claims.get(Rows.uuid(row, 1));
          if (claim != null) {
            locked.add(new Sourced(claim, row.getLong(2)));
          }
        }
      }
      return locked;
    }
  }

  /** Two generations of one source complete one after the other, the older first. */
  private static List<List<Sourced>> rounds(List<Sourced> locked) {
    List<List<Sourced>> rounds = new ArrayList<>();
    List<Sourced> left = locked;
    while (!left.isEmpty()) {
      Set<Long> sources = new HashSet<>();
      List<Sourced> now = new ArrayList<>();
      List<Sourced> later = new ArrayList<>();
      left.forEach(it -> (sources.add(it.source()) ? now : later).add(it));
      rounds.add(now);
      left = later;
    }
    return rounds;
  }

  private static void complete(
      Connection connection,
      List<Sourced> round,
      Map<UUID, Completion> completions,
      StatusChanges changes)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(COMPLETE)) {
      Guards.bind(statement, round, Sourced::claim).longs(Sourced::source);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          Status from = Status.ofLabel(Rows.text(row, 2));
          Status to = Status.ofLabel(Rows.text(row, 3));
          changes.add(from, to);
          if (from == Status.PROCESSING) {
            completions.put(
                Rows.uuid(row, 1), to == Status.DONE ? Completion.DONE : Completion.SUPERSEDED);
          }
        }
      }
    }
  }
}
