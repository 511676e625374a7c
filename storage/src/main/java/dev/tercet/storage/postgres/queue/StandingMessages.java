package dev.tercet.storage.postgres.queue;

import dev.tercet.saga.queue.Delivery;
import dev.tercet.saga.queue.LostMessage;
import dev.tercet.saga.queue.Publication;
import dev.tercet.saga.queue.QueueName;
import dev.tercet.storage.postgres.jdbc.Columns;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.jdbc.Rows;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What stands in the queues, who has it, and what of it nobody will take. */
final class StandingMessages {
  static final Query OVER =
      Query.of(
          """
          WITH stranded AS MATERIALIZED (
            SELECT id
              FROM queue_message
             WHERE delivered_at <= statement_timestamp() - :idle * interval '1 millisecond'
               AND session IS NOT NULL
               AND queue::text = ANY (:open::text[])
             ORDER BY delivered_at
             LIMIT :limit
               FOR UPDATE SKIP LOCKED
          )
          UPDATE queue_message m
             SET delivered_at = clock_timestamp(), session = :session
            FROM stranded
           WHERE m.id = stranded.id
          RETURNING m.id, m.published_ms, m.queue, m.extraction, m.epoch
          """);

  static final Query STRANDED =
      Query.of(
          """
          SELECT id, published_ms, queue, extraction, epoch
            FROM queue_message
           WHERE delivered_at <= statement_timestamp() - :idle * interval '1 millisecond'
             AND session IS NOT NULL
           ORDER BY delivered_at
           LIMIT :limit
          """);

  static final Query ABANDONED =
      Query.of(
          """
          SELECT id, published_ms, queue, extraction, epoch
            FROM queue_message
           WHERE delivered_at IS NOT NULL
             AND session IS NULL
           ORDER BY id
           LIMIT :limit
          """);

  /** What waits is counted up to a hundred thousand of each queue. */
  static final Query DEPTH =
      Query.of(
          """
          WITH delivered AS MATERIALIZED (
            SELECT queue, count(*) AS n FROM queue_message WHERE delivered_at IS NOT NULL GROUP BY queue
          )
          SELECT q.queue,
                 coalesce((SELECT n FROM delivered d WHERE d.queue = q.queue), 0)
                 + (SELECT count(*)
                      FROM (SELECT
                              FROM queue_message m
                             WHERE m.queue = q.queue
                               AND m.delivered_at IS NULL
                             LIMIT 100000) AS waiting)
            FROM unnest(enum_range(NULL::queue_name)) AS q(queue)
          """);

  static final Query MARKER = Query.of("SELECT marker FROM queue_marker");

  /** Of those that stand where they are said to stand, whether anybody has them or will. */
  static final String FIND =
      """
      SELECT i.n, m.delivered_at IS NULL OR m.session IS NOT NULL
        FROM unnest(?::bigint[], ?::uuid[], ?::bigint[], ?::text[], ?::text[])
             WITH ORDINALITY AS i(id, extraction, epoch, queue, marker, n)
        JOIN queue_message m ON m.id = i.id
       WHERE m.extraction = i.extraction
         AND m.epoch = i.epoch
         AND m.queue = i.queue::queue_name
         AND i.marker = (SELECT marker::text FROM queue_marker)
      """;

  static final Query OLDEST =
      Query.of("SELECT published_ms FROM queue_message ORDER BY id LIMIT 1");

  private final Database database;

  StandingMessages(Database database) {
    this.database = database;
  }

  /** Takes over what was delivered so long ago, of open queues. */
  List<Delivery> takeOver(UUID session, Duration idle, int max, Set<QueueName> open) {
    return MessageRows.inOrder(
        database.read(connection ->
            OVER.with("idle", idle.toMillis())
                .with("open", open.stream().map(QueueName::label).toArray(String[]::new))
                .with("limit", max)
                .with("session", session)
                .list(connection, MessageRows::delivery)));
  }

  List<Delivery> stranded(Duration idle, int max) {
    return database.read(connection ->
        STRANDED
            .with("idle", idle.toMillis())
            .with("limit", max)
            .list(connection, MessageRows::delivery));
  }

  List<Delivery> abandoned(int max) {
    return database.read(
        connection -> ABANDONED.with("limit", max).list(connection, MessageRows::delivery));
  }

  Map<QueueName, Long> depth() {
    Map<QueueName, Long> depth = new EnumMap<>(QueueName.class);
    database.read(connection ->
        DEPTH
            .values()
            .list(
                connection,
                row -> depth.put(QueueName.ofLabel(Rows.text(row, 1)), row.getLong(2))));
    return depth;
  }

  /** Empty while nothing was ever published here, or not since all was lost. */
  String marker() {
    return database.read(
        connection -> MARKER.values().first(connection, row -> Rows.text(row, 1)).orElse(""));
  }

  /** Those of the messages that do not stand there, or that nobody will take. */
  List<LostMessage> lost(List<Publication> queued) {
    Set<Integer> standing = new HashSet<>();
    Set<Integer> expected = new HashSet<>();
    database.read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(FIND)) {
        Columns.of(statement, queued)
            .longs(it -> MessageRows.id(it.position()))
            .uuids(it -> it.hint().extraction())
            .longs(it -> it.hint().epoch())
            .texts(it -> it.queue().label())
            .texts(Publication::marker);
        return Rows.list(
            statement, row -> (row.getBoolean(2) ? expected : standing).add(row.getInt(1)));
      }
    });
    List<LostMessage> lost = new ArrayList<>();
    for (int i = 0; i < queued.size(); i++) {
      if (!expected.contains(i + 1)) {
        lost.add(new LostMessage(queued.get(i), standing.contains(i + 1)));
      }
    }
    return lost;
  }

  boolean holdsAnyPublishedBy(Instant time) {
    return database.read(connection ->
        OLDEST
            .values()
            .first(connection, row -> row.getLong(1))
            .filter(it -> it <= time.toEpochMilli())
            .isPresent());
  }
}
