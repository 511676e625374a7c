package dev.tercet.storage.postgres;

import dev.tercet.saga.LedgerAudit.Part;
import dev.tercet.saga.LedgerAudit.Place;
import dev.tercet.saga.RemovalStore;
import dev.tercet.saga.Scope;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Removal rows, and the rows that go when a deletion is over (PROTOCOL.md section 6). */
final class PostgresRemovals implements RemovalStore {
  static final String DUE =
      """
      SELECT extraction, project, reason, created_at, first_confirmed_at
        FROM removal
       WHERE due_at <= statement_timestamp()
         AND (?::uuid IS NULL OR project = ?::uuid)
         AND (?::uuid IS NULL OR extraction = ?::uuid)
       ORDER BY due_at
       LIMIT ?
      """;

  private static final String UNCONFIRMED =
      """
      SELECT count(*)
        FROM removal
       WHERE first_confirmed_at IS NULL
         AND (?::uuid IS NULL OR project = ?::uuid)
         AND (?::uuid IS NULL OR extraction = ?::uuid)
      """;

  private static final String POINT_IDS =
      """
      SELECT embedding_id
        FROM passage
       WHERE extraction = ANY (?::uuid[])
         AND embedding_id > ?::uuid
       ORDER BY embedding_id
       LIMIT ?
      """;

  private static final String CONFIRMED =
      """
      WITH cleared AS (
        UPDATE passage
           SET embedding_id = NULL
         WHERE extraction = ANY (?::uuid[])
           AND embedding_id IS NOT NULL
      )
      UPDATE removal
         SET first_confirmed_at = clock_timestamp(),
             due_at = clock_timestamp() + ? * interval '1 millisecond',
             last_error = NULL
       WHERE extraction = ANY (?::uuid[])
      """;

  private static final String FAILED =
      """
      UPDATE removal
         SET attempts = attempts + 1,
             due_at = clock_timestamp() + ? * interval '1 millisecond',
             last_error = ?
       WHERE extraction = ANY (?::uuid[])
      """;

  private final Database database;
  private final Burial burial;
  private final BuriedProjects buriedProjects;

  PostgresRemovals(Database database, TransitionCounter counter) {
    this.database = database;
    burial = new Burial(database, counter);
    buriedProjects = new BuriedProjects(database);
  }

  @Override
  public List<Removal> due(Scope scope, int limit) {
    return database.read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(DUE)) {
        Scoped.bind(statement, 1, scope);
        statement.setInt(5, limit);
        return removals(statement);
      }
    });
  }

  private static List<Removal> removals(PreparedStatement statement) throws SQLException {
    return Rows.list(
        statement,
        row ->
            new Removal(
                Rows.uuid(row, 1),
                Rows.uuid(row, 2),
                Reason.valueOf(Rows.text(row, 3).toUpperCase(Locale.ROOT)),
                Rows.instant(row, 4),
                Rows.instantOrNull(row, 5)));
  }

  @Override
  public long unconfirmed(Scope scope) {
    return database.read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(UNCONFIRMED)) {
        Scoped.bind(statement, 1, scope);
        try (ResultSet count = statement.executeQuery()) {
          count.next();
          return count.getLong(1);
        }
      }
    });
  }

  @Override
  public List<UUID> pointIds(Collection<UUID> extractions, @Nullable UUID after, int limit) {
    return database.read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(POINT_IDS)) {
        statement.setArray(1, connection.createArrayOf("uuid", extractions.toArray()));
        statement.setObject(2, after == null ? new UUID(0, 0) : after);
        statement.setInt(3, limit);
        return Rows.list(statement, row -> Rows.uuid(row, 1));
      }
    });
  }

  @Override
  public void confirmed(Collection<UUID> extractions, Duration wait) {
    database.repeatable(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(CONFIRMED)) {
        var ids = connection.createArrayOf("uuid", extractions.toArray());
        statement.setArray(1, ids);
        statement.setLong(2, wait.toMillis());
        statement.setArray(3, ids);
        return statement.executeUpdate();
      }
    });
  }

  @Override
  public void failed(Collection<UUID> extractions, String reason, Duration wait) {
    database.repeatable(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(FAILED)) {
        statement.setLong(1, wait.toMillis());
        statement.setString(2, ClearText.of(reason, 2_000));
        statement.setArray(3, connection.createArrayOf("uuid", extractions.toArray()));
        return statement.executeUpdate();
      }
    });
  }

  @Override
  public void finished(Collection<Removal> read) {
    if (!read.isEmpty()) {
      database.repeatable(connection -> Farewell.to(connection, read));
    }
  }

  @Override
  public int followTombstones(int limit) {
    return burial.follow(limit);
  }

  @Override
  public long untouched(int most) {
    return burial.untouched(most);
  }

  @Override
  public int dropLoose(Part part, Collection<Place> places) {
    return places.isEmpty()
        ? 0
        : database.repeatable(connection -> LooseRows.drop(connection, part, places));
  }

  @Override
  public int dropBuriedProjects() {
    return buriedProjects.drop();
  }
}
