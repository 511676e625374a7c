package dev.tercet.storage.postgres.removal;

import dev.tercet.saga.RetentionKind;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.RetentionStore;
import dev.tercet.storage.postgres.content.PointCounts;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.operation.StatusChanges;
import dev.tercet.storage.postgres.operation.StatusSql;
import dev.tercet.storage.postgres.operation.TransitionCounter;
import dev.tercet.storage.postgres.project.Costs;
import dev.tercet.storage.postgres.project.Spending;
import dev.tercet.storage.postgres.project.StatusCounts;
import java.time.Duration;
import java.util.Set;

/**
 * One bounded batch of retention of one kind, found by an index in which what is old stands first.
 * Extractions go the way of every deletion: status first, rows last.
 */
public final class PostgresRetentionStore implements RetentionStore {
  /** The first guard is the index's, the second names those that are asked for. */
  public static final Query EXTRACTIONS =
      Query.of(
          StatusSql.of(
              """
              WITH aged AS MATERIALIZED (
                SELECT id
                  FROM extraction
                 WHERE is_final(status)
                   AND status = ANY (:statuses::text[]::extraction_status[])
                   AND since < statement_timestamp() - :age * interval '1 millisecond'
                 LIMIT :limit
                   FOR NO KEY UPDATE SKIP LOCKED
              ), changes AS (
                UPDATE extraction e
                   SET status = 'deleting',
                       since = clock_timestamp()
                  FROM aged
                 WHERE e.id = aged.id
                RETURNING {change}, 'expired'::audit_event AS event, 'older than its retention' AS reason
              ), {removals}, {trail}
              SELECT was FROM changes
              """));

  /**
   * An answer is kept as long as the finished documents are, since posting one of them again may
   * need it.
   */
  public static final Query ANSWERS =
      Query.of(
          """
          DELETE FROM answer a
           USING (SELECT project, fingerprint
                    FROM answer
                   WHERE created_at < statement_timestamp() - :age * interval '1 millisecond'
                   LIMIT :limit
                     FOR UPDATE SKIP LOCKED) AS old
           WHERE a.project = old.project
             AND a.fingerprint = old.fingerprint
          """);

  public static final Query KEYS =
      Query.of(
          """
          DELETE FROM idempotency_key k
           USING (SELECT project, key
                    FROM idempotency_key
                   WHERE created_at < statement_timestamp() - :age * interval '1 millisecond'
                   LIMIT :limit
                     FOR UPDATE SKIP LOCKED) AS old
           WHERE k.project = old.project
             AND k.key = old.key
          """);

  private final Database database;
  private final TransitionCounter counter;
  private final Months months;
  private volatile boolean forgetting;

  public PostgresRetentionStore(Database database, TransitionCounter counter) {
    this.database = database;
    this.counter = counter;
    months = new Months(database);
  }

  @Override
  public Purged purge(RetentionKind kind, Duration age, int limit) {
    return switch (kind) {
      case DONE, SUPERSEDED, FAILED -> extractions(kind.statuses(), age, limit);
      case AUDIT -> histories(age, limit);
      case ANSWERS -> rows(ANSWERS, age, limit);
      case KEYS -> rows(KEYS, age, limit);
    };
  }

  @Override
  public boolean foldCounts() {
    new PointCounts(database).fold();
    boolean more = Spending.fold(database);
    more = Costs.fold(database) || more;
    return StatusCounts.fold(database) || more;
  }

  /** Months first, so that what goes with one is not taken row by row. */
  private Purged histories(Duration age, int limit) {
    if (!forgetting) {
      months.create();
      months.drop(age);
    }
    Purged purged =
        database.repeatable(connection -> AuditRetention.forget(connection, age, limit));
    forgetting = purged.more();
    return purged;
  }

  private Purged extractions(Set<Status> statuses, Duration age, int limit) {
    String[] labels = statuses.stream().map(Status::label).toArray(String[]::new);
    StatusChanges changes = new StatusChanges();
    database.repeatable(connection -> {
      changes.clear();
      EXTRACTIONS
          .with("statuses", labels)
          .with("age", age.toMillis())
          .with("limit", limit)
          .list(connection, row -> Status.ofLabel(Rows.text(row, 1)))
          .forEach(was -> changes.add(was, Status.DELETING));
      return changes.size();
    });
    counter.count(changes);
    return new Purged(changes.size(), changes.size() == limit);
  }

  private Purged rows(Query delete, Duration age, int limit) {
    int gone = database.repeatable(delete.with("age", age.toMillis()).with("limit", limit)::update);
    return new Purged(gone, gone == limit);
  }
}
