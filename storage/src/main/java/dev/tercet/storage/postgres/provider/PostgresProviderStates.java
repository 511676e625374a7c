package dev.tercet.storage.postgres.provider;

import dev.tercet.saga.provider.ProviderState;
import dev.tercet.saga.provider.ProviderStates;
import dev.tercet.saga.provider.Trouble;
import dev.tercet.saga.queue.Hint;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.jdbc.Rows;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One row for each provider; every change is one guarded statement. */
public final class PostgresProviderStates implements ProviderStates {
  private static final Query ALL =
      Query.of(
          """
          SELECT name, state, reason, since, retry_at, version, clock_timestamp() AS at
            FROM provider_state
           ORDER BY name
          """);

  /** A provider without a row is open, and has been for as long as anybody knows. */
  private static final Query FIND =
      Query.of(
          """
          SELECT n.name, coalesce(p.state, 'open') AS state, p.reason,
                 coalesce(p.since, clock_timestamp()) AS since, p.retry_at,
                 coalesce(p.version, 0) AS version, clock_timestamp() AS at
            FROM (SELECT :name::text AS name) AS n
            LEFT JOIN provider_state p ON p.name = n.name
          """);

  private static final Query TROUBLED =
      Query.of(
          """
          INSERT INTO provider_state AS p (name, state, reason, since, retry_at, version)
          VALUES (:name, :state, :reason, statement_timestamp(),
                  statement_timestamp() + :pause * interval '1 millisecond', :seen + 1)
          ON CONFLICT (name) DO UPDATE
             SET state = excluded.state,
                 reason = excluded.reason,
                 since = CASE WHEN p.state = excluded.state THEN p.since ELSE excluded.since END,
                 retry_at = CASE WHEN p.state = excluded.state THEN greatest(p.retry_at, excluded.retry_at)
                                 ELSE excluded.retry_at END,
                 version = p.version + CASE p.state WHEN 'open' THEN 1 WHEN excluded.state THEN 0 ELSE 2 END,
                 hastening = false
           WHERE CASE WHEN p.state = 'open' THEN p.version = :seen
                      WHEN p.state = 'limited' AND excluded.state = 'broken' THEN p.retry_at <= statement_timestamp()
                      ELSE true END
          """);

  private static final Query TRIED =
      Query.of(
          """
          UPDATE provider_state
             SET retry_at = clock_timestamp() + :pause * interval '1 millisecond'
           WHERE name = :name
             AND version = :seen
             AND retry_at <= statement_timestamp()
          RETURNING name, state, reason, since, retry_at, version, clock_timestamp() AS at
          """);

  private static final Query OPENED =
      Query.of(
          """
          UPDATE provider_state
             SET state = 'open', reason = NULL, retry_at = NULL, since = clock_timestamp(),
                 version = version + 1, hastening = true
           WHERE name = :name
             AND state <> 'open'
             AND version = coalesce(:seen::bigint, version)
          """);

  /** With other settings nothing is left of what was known. */
  private static final Query CONFIGURED =
      Query.of(
          """
          INSERT INTO provider_state AS p (name, state, since, version, settings)
          VALUES (:name, 'open', clock_timestamp(), 0, :settings)
          ON CONFLICT (name) DO UPDATE
             SET settings = excluded.settings,
                 state = 'open', reason = NULL, retry_at = NULL,
                 since = CASE WHEN p.state = 'open' THEN p.since ELSE excluded.since END,
                 version = CASE WHEN p.state = 'open' THEN p.version ELSE p.version + 1 END,
                 hastening = p.hastening OR p.state <> 'open'
           WHERE p.settings IS DISTINCT FROM excluded.settings
          """);

  /** Nobody closes one again until those that wait for it are called. */
  private static final Query HASTENING =
      Query.of("SELECT name FROM provider_state WHERE hastening ORDER BY name FOR NO KEY UPDATE");

  private static final Query HASTENED =
      Query.of(
          """
          WITH waiting AS (
            SELECT w.provider, w.extraction
              FROM provider_wait w
             WHERE w.provider = ANY (:providers)
             ORDER BY w.provider, w.extraction
             LIMIT :limit
               FOR UPDATE SKIP LOCKED
          ), ended AS (
            DELETE FROM provider_wait w
             USING waiting
             WHERE w.provider = waiting.provider
               AND w.extraction = waiting.extraction
            RETURNING w.extraction, w.epoch
          ), hastened AS (
            UPDATE extraction e
               SET due_at = clock_timestamp()
              FROM ended
             WHERE e.id = ended.extraction
               AND e.epoch = ended.epoch
               AND e.status::text = 'pending'
               AND e.due_at > statement_timestamp()
            RETURNING e.id, e.epoch
          )
          SELECT ended.extraction, hastened.epoch
            FROM ended
            LEFT JOIN hastened ON hastened.id = ended.extraction
          """);

  /** Whoever was put off when it was closed has his row by now, since he held the state's. */
  private static final Query SETTLED =
      Query.of(
          """
          UPDATE provider_state p
             SET hastening = false
           WHERE hastening
             AND NOT EXISTS (SELECT FROM provider_wait w WHERE w.provider = p.name)
          """);

  private final Database database;

  public PostgresProviderStates(Database database) {
    this.database = database;
  }

  @Override
  public List<Seen> all() {
    return database.read(connection -> ALL.values().list(connection, PostgresProviderStates::seen));
  }

  @Override
  public Seen find(String provider) {
    return database.read(connection -> find(connection, provider));
  }

  private static Seen find(Connection connection, String provider) throws SQLException {
    return FIND.with("name", provider).one(connection, PostgresProviderStates::seen);
  }

  @Override
  public Seen troubled(Report report) {
    return database.repeatable(connection -> {
      TROUBLED
          .with("name", report.provider())
          .with("seen", report.seen())
          .with("state", report.trouble().label())
          .with("reason", ProviderState.reason(report.said()))
          .with("pause", report.pause().toMillis())
          .update(connection);
      return find(connection, report.provider());
    });
  }

  @Override
  public Optional<Seen> tried(String provider, long seen, Duration pause) {
    return database.write(connection ->
        TRIED
            .with("name", provider)
            .with("seen", seen)
            .with("pause", pause.toMillis())
            .first(connection, PostgresProviderStates::seen));
  }

  @Override
  public Seen opened(String provider, long seen) {
    return open(provider, OPENED.with("name", provider).with("seen", seen));
  }

  @Override
  public Seen resumed(String provider) {
    return open(provider, OPENED.with("name", provider).with("seen", null));
  }

  /** The same as part of another act. */
  public static void resume(Connection connection, String provider) throws SQLException {
    OPENED.with("name", provider).with("seen", null).update(connection);
  }

  @Override
  public Seen configured(String provider, byte[] digest) {
    return open(provider, CONFIGURED.with("name", provider).with("settings", digest));
  }

  private Seen open(String provider, Query.Values change) {
    return database.repeatable(connection -> {
      change.update(connection);
      return find(connection, provider);
    });
  }

  @Override
  public Hastened hasten(int limit) {
    return database.repeatable(connection -> {
      String[] hastening =
          HASTENING.values().list(connection, row -> Rows.text(row, 1)).toArray(String[]::new);
      if (hastening.length == 0) {
        return new Hastened(List.of(), false);
      }
      List<Optional<Hint>> ended =
          HASTENED
              .with("providers", hastening)
              .with("limit", limit)
              .list(connection, PostgresProviderStates::hint);
      if (ended.size() < limit) {
        SETTLED.values().update(connection);
      }
      return new Hastened(ended.stream().flatMap(Optional::stream).toList(), ended.size() == limit);
    });
  }

  private static Optional<Hint> hint(ResultSet row) throws SQLException {
    long epoch = row.getLong(2);
    return row.wasNull() ? Optional.empty() : Optional.of(new Hint(Rows.uuid(row, 1), epoch));
  }

  /** A row of the statements above. */
  private static Seen seen(ResultSet row) throws SQLException {
    String state = Rows.text(row, 2);
    return new Seen(
        new ProviderState(
            Rows.text(row, 1),
            state.equals("open") ? null : Trouble.ofLabel(state),
            row.getString(3),
            Rows.instant(row, 4),
            Rows.instantOrNull(row, 5),
            row.getLong(6)),
        Rows.instant(row, 7));
  }
}
