package dev.tercet.storage.postgres.lane;

import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.jdbc.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** Makes documents due for which batches have ended. */
final class CallDocuments {
  private static final Query NEWS =
      Query.of(
          """
          SELECT extraction
            FROM batch_question
           WHERE news
           ORDER BY extraction
           LIMIT :limit
          """);

  /** Whoever is worked on may be put off any moment: he is looked at again. */
  private static final Query HELD =
      Query.of(
          """
          SELECT id, status::text
            FROM extraction
           WHERE id = ANY (:ids)
           ORDER BY id
             FOR NO KEY UPDATE SKIP LOCKED
          """);

  private static final Query HASTEN =
      Query.of(
          """
          UPDATE extraction e
             SET due_at = clock_timestamp()
           WHERE e.id = ANY (:ids)
             AND e.due_at > statement_timestamp()
             AND NOT EXISTS (SELECT
                               FROM batch_question q
                              WHERE q.extraction = e.id
                                AND q.state IN ('waiting', 'sent'))
          """);

  private static final Query FORGET =
      Query.of("DELETE FROM batch_question WHERE extraction = ANY (:ids) AND state = 'ended'");

  private static final Query TOLD =
      Query.of("UPDATE batch_question SET news = false WHERE extraction = ANY (:ids) AND news");

  private CallDocuments() {}

  private record Held(UUID id, String status) {
    boolean isWorkedOn() {
      return status.equals("processing") || status.equals("queued");
    }
  }

  static boolean call(Connection connection, int limit) throws SQLException {
    List<UUID> news = NEWS.with("limit", limit).list(connection, row -> Rows.uuid(row, 1));
    if (news.isEmpty()) {
      return false;
    }
    List<Held> held =
        HELD.with("ids", news.stream().distinct().toList())
            .list(connection, row -> new Held(Rows.uuid(row, 1), Rows.text(row, 2)));
    List<UUID> told = held.stream().filter(it -> !it.isWorkedOn()).map(Held::id).toList();
    if (told.isEmpty()) {
      return false;
    }
    List<UUID> pending =
        held.stream().filter(it -> it.status().equals("pending")).map(Held::id).toList();
    HASTEN.with("ids", pending).update(connection);
    FORGET.with("ids", told).update(connection);
    TOLD.with("ids", told).update(connection);
    return news.size() == limit;
  }
}
