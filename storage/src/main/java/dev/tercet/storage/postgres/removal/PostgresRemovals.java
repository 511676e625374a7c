package dev.tercet.storage.postgres.removal;

import dev.tercet.saga.Scope;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.LedgerAudit.Part;
import dev.tercet.saga.port.LedgerAudit.Place;
import dev.tercet.saga.port.RemovalStore;
import dev.tercet.saga.text.StorableText;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.operation.TransitionCounter;
import dev.tercet.storage.postgres.project.DeletedProjects;
import dev.tercet.storage.postgres.project.ProjectDeletion;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Removal rows, and the rows that go when a deletion is over (docs/protocol.md §6). */
public final class PostgresRemovals implements RemovalStore {
  /** Extraction by extraction: in the order of all passages most rows would be another's. */
  static final Query PASSAGE_POINTS =
      Query.of(
          """
          SELECT gone.id, own.ordinal, own.embedding_id, own.content_hash, own.model
            FROM (SELECT id FROM unnest(:extractions::uuid[]) AS all_of(id) WHERE id >= :extraction::uuid ORDER BY id) AS gone
           CROSS JOIN LATERAL (
                 SELECT p.ordinal, p.embedding_id, p.content_hash, p.model
                   FROM passage p
                  WHERE p.extraction = gone.id
                    AND p.ordinal > CASE WHEN gone.id = :extraction::uuid THEN :ordinal ELSE -1 END
                 OFFSET 0) AS own
           ORDER BY gone.id, own.ordinal
           LIMIT :limit
          """);

  /**
   * Points that are gone: their rows name them no more, page by page, however long a text is. Not
   * where the removal is unknown: then this is another Postgres than the one that told of it, which
   * has taken over without it, and the extraction is living there.
   */
  static final Query CLEAR =
      Query.of(
          """
          WITH page AS MATERIALIZED (
            SELECT extraction, ordinal
              FROM passage p
             WHERE extraction = ANY (:extractions::uuid[])
               AND (extraction, ordinal) > (:extraction::uuid, :ordinal)
               AND embedding_id IS NOT NULL
               AND EXISTS (SELECT FROM removal r WHERE r.extraction = p.extraction)
             ORDER BY extraction, ordinal
             LIMIT :limit
          ), cleared AS (
            UPDATE passage p
               SET embedding_id = NULL
              FROM page
             WHERE p.extraction = page.extraction
               AND p.ordinal = page.ordinal
          )
          SELECT extraction, ordinal FROM page ORDER BY extraction, ordinal
          """);

  /** Passages of one transaction. */
  public static final int CLEARED_AT_ONCE = 5_000;

  private static final Query CONFIRMED =
      Query.of(
          """
          UPDATE removal
             SET first_confirmed_at = clock_timestamp(),
                 due_at = clock_timestamp() + :wait * interval '1 millisecond',
                 last_error = NULL
           WHERE extraction = ANY (:extractions::uuid[])
          """);

  private static final Query FAILED =
      Query.of(
          """
          UPDATE removal
             SET attempts = attempts + 1,
                 due_at = clock_timestamp() + :wait * interval '1 millisecond',
                 last_error = :reason
           WHERE extraction = ANY (:extractions::uuid[])
          """);

  private final Database database;
  private final DueRemovals dueRemovals;
  private final ProjectDeletion projectDeletion;
  private final DeletedProjects deletedProjects;

  public PostgresRemovals(Database database, TransitionCounter counter) {
    this.database = database;
    dueRemovals = new DueRemovals(database);
    projectDeletion = new ProjectDeletion(database, counter);
    deletedProjects = new DeletedProjects(database);
  }

  @Override
  public List<Removal> due(Scope scope, int limit) {
    return dueRemovals.due(scope, limit);
  }

  @Override
  public long unconfirmed(Scope scope) {
    return dueRemovals.unconfirmed(scope);
  }

  @Override
  public List<PassagePoint> passagePoints(
      Collection<UUID> extractions, @Nullable PassagePoint after, int limit) {
    return database.read(connection ->
        PASSAGE_POINTS
            .with("extractions", extractions)
            .with("extraction", after == null ? new UUID(0, 0) : after.extraction())
            .with("ordinal", after == null ? -1 : after.ordinal())
            .with("limit", limit)
            .list(connection, PostgresRemovals::passagePoint));
  }

  private static PassagePoint passagePoint(ResultSet row) throws SQLException {
    return PassagePoint.of(
        Rows.uuid(row, 1),
        row.getInt(2),
        row.getObject(3, UUID.class),
        Fingerprint.of(row.getBytes(4)),
        Rows.text(row, 5));
  }

  /** The removals say so last: whoever is killed before is looked after again. */
  @Override
  public void confirmed(Collection<UUID> extractions, Duration wait) {
    @Nullable Cleared next = new Cleared(new UUID(0, 0), -1);
    while (next != null) {
      Cleared from = next;
      next = database.repeatable(connection -> clear(connection, extractions, from)).orElse(null);
    }
    database.repeatable(connection ->
        CONFIRMED
            .with("wait", wait.toMillis())
            .with("extractions", extractions)
            .update(connection));
  }

  private record Cleared(UUID extraction, int ordinal) {}

  /** One page; the last of it, from which the next one goes on. */
  private static Optional<Cleared> clear(
      Connection connection, Collection<UUID> extractions, Cleared from) throws SQLException {
    List<Cleared> page =
        CLEAR
            .with("extractions", extractions)
            .with("extraction", from.extraction())
            .with("ordinal", from.ordinal())
            .with("limit", CLEARED_AT_ONCE)
            .list(connection, row -> new Cleared(Rows.uuid(row, 1), row.getInt(2)));
    return page.size() < CLEARED_AT_ONCE ? Optional.empty() : Optional.of(page.getLast());
  }

  @Override
  public void failed(Collection<UUID> extractions, String reason, Duration wait) {
    database.repeatable(connection ->
        FAILED
            .with("wait", wait.toMillis())
            .with("reason", StorableText.of(reason, 2_000))
            .with("extractions", extractions)
            .update(connection));
  }

  @Override
  public void finished(Collection<Removal> read, boolean everywhere) {
    List<Removal> left = List.copyOf(read);
    while (!left.isEmpty()) {
      List<Removal> all = left;
      int ended =
          database.repeatable(connection -> DeleteStatements.to(connection, all, everywhere));
      left = all.subList(ended, all.size());
    }
  }

  @Override
  public Followed followTombstones(int limit) {
    return projectDeletion.follow(limit);
  }

  @Override
  public long untouched(int most) {
    return projectDeletion.untouched(most);
  }

  @Override
  public int dropOrphanRows(Part part, Collection<Place> places) {
    return places.isEmpty()
        ? 0
        : database.repeatable(connection -> DropOrphanRows.drop(connection, part, places));
  }

  @Override
  public int dropDeletedProjects() {
    return deletedProjects.drop();
  }
}
