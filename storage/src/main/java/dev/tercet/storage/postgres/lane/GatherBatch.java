package dev.tercet.storage.postgres.lane;

import dev.tercet.saga.id.Fingerprint;
import dev.tercet.storage.postgres.jdbc.Columns;
import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.jdbc.Rows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Makes a batch of what waits for one model. */
final class GatherBatch {
  private static final Query FIRST =
      Query.of(
          """
          SELECT provider, model
            FROM batch_question
           WHERE state = 'waiting'
             AND ready_at <= statement_timestamp()
           ORDER BY ready_at
           LIMIT 1
          """);

  /**
   * What another document has in a batch is not asked twice: it stays, and looks again later. The
   * pair of states is what the index is of. It is one row and no EXISTS, for which all that is sent
   * would be read when statistics are out of date.
   */
  private static final Query WAITING =
      Query.of(
          """
          SELECT q.extraction, q.project, q.epoch, q.ordinal, q.fingerprint,
                 octet_length(q.passage) + octet_length(q.schema),
                 is_in_flight(e.status) IS TRUE,
                 (SELECT true
                    FROM batch_question s
                   WHERE s.project = q.project
                     AND s.fingerprint = q.fingerprint
                     AND s.state IN ('waiting', 'sent')
                     AND s.state = 'sent'
                   LIMIT 1) IS TRUE
            FROM batch_question q
            JOIN extraction e ON e.id = q.extraction
           WHERE q.state = 'waiting'
             AND q.provider = :provider
             AND q.model = :model
           ORDER BY q.ready_at
           LIMIT :most
             FOR UPDATE OF q SKIP LOCKED
          """);

  private static final Query BATCH =
      Query.of(
          """
          INSERT INTO batch (id, begun_at, next_at, questions, provider, model)
          VALUES (:id, statement_timestamp(), statement_timestamp(), :questions, :provider, :model)
          """);

  private static final String CALLS =
      """
      INSERT INTO batch_call (id, batch, extraction, project, epoch, ordinal, fingerprint)
      SELECT i.id, ?::uuid, i.extraction, i.project, i.epoch, i.ordinal, i.fingerprint
        FROM unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::bigint[], ?::integer[], ?::bytea[])
             AS i(id, extraction, project, epoch, ordinal, fingerprint)
      """;

  private static final String SEND =
      """
      UPDATE batch_question q
         SET state = 'sent', call = i.call
        FROM unnest(?::uuid[], ?::bytea[], ?::uuid[]) AS i(extraction, fingerprint, call)
       WHERE q.extraction = i.extraction
         AND q.fingerprint = i.fingerprint
      """;

  private static final String FORGET =
      """
      DELETE FROM batch_question q
       USING unnest(?::uuid[], ?::bytea[]) AS i(extraction, fingerprint)
       WHERE q.extraction = i.extraction
         AND q.fingerprint = i.fingerprint
      """;

  /** They wait behind all others. */
  private static final String DEFER =
      """
      UPDATE batch_question q
         SET ready_at = statement_timestamp() + interval '30 seconds'
        FROM unnest(?::uuid[], ?::bytea[]) AS i(extraction, fingerprint)
       WHERE q.extraction = i.extraction
         AND q.fingerprint = i.fingerprint
      """;

  private GatherBatch() {}

  private record Model(String provider, String name) {}

  private record Found(
      UUID extraction,
      UUID project,
      long epoch,
      int ordinal,
      Fingerprint fingerprint,
      UUID call,
      long bytes,
      boolean unfinished,
      boolean sent) {
    String question() {
      return project + fingerprint.hex();
    }
  }

  static boolean gather(Connection connection, UUID id, int most, long bytes) throws SQLException {
    Optional<Model> first =
        FIRST.values().first(connection, row -> new Model(Rows.text(row, 1), Rows.text(row, 2)));
    if (first.isEmpty()) {
      return false;
    }
    Model model = first.get();
    List<Found> found =
        WAITING
            .with("provider", model.provider())
            .with("model", model.name())
            .with("most", most)
            .list(connection, GatherBatch::found);
    List<Found> chosen = new ArrayList<>();
    List<Found> later = new ArrayList<>();
    Set<String> questions = new HashSet<>();
    long size = 0;
    for (Found it : found) {
      if (!it.unfinished()) {
        continue;
      }
      if (it.sent() || questions.contains(it.question())) {
        later.add(it);
      } else if (chosen.isEmpty() || size + it.bytes() <= bytes) {
        questions.add(it.question());
        chosen.add(it);
        size += it.bytes();
      }
    }
    change(connection, FORGET, found.stream().filter(it -> !it.unfinished()).toList());
    change(connection, DEFER, later);
    if (!chosen.isEmpty()) {
      begin(connection, id, model, chosen);
    }
    return !found.isEmpty();
  }

  private static Found found(ResultSet row) throws SQLException {
    return new Found(
        Rows.uuid(row, 1),
        Rows.uuid(row, 2),
        row.getLong(3),
        row.getInt(4),
        Fingerprint.of(Rows.bytes(row, 5)),
        UUID.randomUUID(),
        row.getLong(6),
        row.getBoolean(7),
        row.getBoolean(8));
  }

  private static void begin(Connection connection, UUID id, Model model, List<Found> chosen)
      throws SQLException {
    BATCH
        .with("id", id)
        .with("questions", chosen.size())
        .with("provider", model.provider())
        .with("model", model.name())
        .update(connection);
    try (PreparedStatement statement = connection.prepareStatement(CALLS)) {
      statement.setObject(1, id);
      Columns.from(statement, 2, chosen)
          .uuids(Found::call)
          .uuids(Found::extraction)
          .uuids(Found::project)
          .longs(Found::epoch)
          .integers(Found::ordinal)
          .fingerprints(Found::fingerprint);
      statement.executeUpdate();
    }
    try (PreparedStatement statement = connection.prepareStatement(SEND)) {
      Columns.of(statement, chosen)
          .uuids(Found::extraction)
          .fingerprints(Found::fingerprint)
          .uuids(Found::call);
      statement.executeUpdate();
    }
  }

  private static void change(Connection connection, String sql, List<Found> rows)
      throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      Columns.of(statement, rows).uuids(Found::extraction).fingerprints(Found::fingerprint);
      statement.executeUpdate();
    }
  }
}
