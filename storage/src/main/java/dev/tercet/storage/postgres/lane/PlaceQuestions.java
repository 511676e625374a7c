package dev.tercet.storage.postgres.lane;

import dev.tercet.saga.batch.BatchStore;
import dev.tercet.saga.batch.BatchStore.Asked;
import dev.tercet.saga.batch.BatchStore.Asker;
import dev.tercet.saga.batch.BatchStore.Placed;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.storage.postgres.jdbc.Columns;
import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.jdbc.Rows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Lets questions of a document wait, or says that they are to be asked directly. */
final class PlaceQuestions {
  /** A document whose time is over comes back so late, unless it is called. */
  private static final Duration AFTER_TIME = Duration.ofMinutes(1);

  private static final Query UNSUPPORTED =
      Query.of(
          """
          SELECT EXISTS (SELECT
                           FROM batch
                          WHERE provider = :provider
                            AND outcome = :outcome
                            AND ended_at > statement_timestamp() - interval '1 hour')
          """);

  private static final Query STANDING =
      Query.of(
          """
          SELECT coalesce(bool_or(state = 'over'), false),
                 ceil(extract(epoch FROM min(until) - statement_timestamp()) * 1000)::bigint
            FROM batch_question
           WHERE extraction = :extraction
          """);

  /** The lock keeps the document until the commit. */
  private static final String PLACE =
      """
      WITH document AS (
        SELECT id FROM extraction WHERE id = ?::uuid FOR KEY SHARE
      )
      INSERT INTO batch_question
             (extraction, project, ready_at, until, epoch, ordinal, fingerprint, provider, model, state,
              schema, passage)
      SELECT d.id, ?::uuid, statement_timestamp() + ?::bigint * interval '1 millisecond',
             statement_timestamp() + ?::bigint * interval '1 millisecond', ?::bigint, i.ordinal,
             i.fingerprint, ?::text, ?::text, 'waiting', ?::text, i.passage
        FROM document d
       CROSS JOIN unnest(?::bytea[], ?::integer[], ?::text[]) AS i(fingerprint, ordinal, passage)
       ORDER BY i.fingerprint
      ON CONFLICT (extraction, fingerprint) DO NOTHING
      """;

  private static final String TAKE_BACK =
      """
      DELETE FROM batch_question q
       USING unnest(?::bytea[]) AS i(fingerprint)
       WHERE q.extraction = ?::uuid
         AND q.fingerprint = i.fingerprint
         AND q.state = 'waiting'
      """;

  private static final String WAITING =
      """
      SELECT q.fingerprint
        FROM batch_question q
        JOIN unnest(?::bytea[]) AS i(fingerprint) ON q.fingerprint = i.fingerprint
       WHERE q.extraction = ?::uuid
         AND q.state IN ('waiting', 'sent')
      """;

  private static final Query UNWANTED =
      Query.of(
          """
          UPDATE batch b
             SET unwanted = true
           WHERE b.id IN (SELECT c.batch
                            FROM batch_question q
                            JOIN batch_call c ON c.id = q.call
                           WHERE q.extraction = :extraction)
             AND b.ended_at IS NULL
             AND NOT b.unwanted
          """);

  private PlaceQuestions() {}

  /** How the document stands. */
  private record Standing(boolean isOver, Duration rest) {
    boolean isOpen() {
      return !isOver && rest.isPositive();
    }
  }

  static Placed place(Connection connection, Asker asker, List<Asked> questions)
      throws SQLException {
    boolean unsupported =
        UNSUPPORTED
            .with("provider", asker.provider())
            .with("outcome", BatchStore.UNSUPPORTED)
            .one(connection, row -> row.getBoolean(1));
    Standing standing = standing(connection, asker);
    boolean open = standing.isOpen() && !unsupported;
    if (open) {
      insert(connection, asker, standing.rest(), questions);
    } else {
      takeBack(connection, asker, questions);
    }
    Set<Fingerprint> waiting = waiting(connection, asker, questions);
    if (waiting.isEmpty()) {
      return Placed.NONE;
    }
    if (!standing.rest().isPositive()) {
      UNWANTED.with("extraction", asker.claim().extraction()).update(connection);
      return new Placed(waiting, AFTER_TIME);
    }
    return new Placed(waiting, standing.rest());
  }

  private static Standing standing(Connection connection, Asker asker) throws SQLException {
    return STANDING
        .with("extraction", asker.claim().extraction())
        .one(
            connection,
            row -> {
              Long rest = Rows.longOrNull(row, 2);
              return new Standing(
                  row.getBoolean(1), rest == null ? asker.within() : Duration.ofMillis(rest));
            });
  }

  private static void insert(
      Connection connection, Asker asker, Duration rest, List<Asked> questions)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(PLACE)) {
      statement.setObject(1, asker.claim().extraction());
      statement.setObject(2, asker.claim().project());
      statement.setLong(3, asker.gathering().toMillis());
      statement.setLong(4, rest.toMillis());
      statement.setLong(5, asker.claim().epoch());
      statement.setString(6, asker.provider());
      statement.setString(7, asker.model());
      statement.setString(8, asker.schema());
      Columns.from(statement, 9, questions)
          .fingerprints(Asked::fingerprint)
          .integers(Asked::ordinal)
          .texts(Asked::passage);
      statement.executeUpdate();
    }
  }

  private static void takeBack(Connection connection, Asker asker, List<Asked> questions)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(TAKE_BACK)) {
      Columns.of(statement, questions).fingerprints(Asked::fingerprint);
      statement.setObject(2, asker.claim().extraction());
      statement.executeUpdate();
    }
  }

  private static Set<Fingerprint> waiting(Connection connection, Asker asker, List<Asked> questions)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(WAITING)) {
      Columns.of(statement, questions).fingerprints(Asked::fingerprint);
      statement.setObject(2, asker.claim().extraction());
      return new HashSet<>(Rows.list(statement, PlaceQuestions::fingerprint));
    }
  }

  private static Fingerprint fingerprint(ResultSet row) throws SQLException {
    return Fingerprint.of(Rows.bytes(row, 1));
  }
}
