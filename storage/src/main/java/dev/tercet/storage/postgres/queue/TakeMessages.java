package dev.tercet.storage.postgres.queue;

import dev.tercet.saga.queue.Delivery;
import dev.tercet.saga.queue.QueueName;
import dev.tercet.saga.queue.WeightedRoundRobin;
import dev.tercet.storage.postgres.jdbc.Columns;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Rows;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Takes what stands ready in the open queues, by weight, past what others are just taking. */
final class TakeMessages {
  /**
   * Of each queue the oldest that nobody has, as many as its share, behind where the last look had
   * come; that says nothing once all was lost, since ids begin anew.
   */
  static final String TAKE =
      """
      WITH next AS MATERIALIZED (
        SELECT waiting.id
          FROM unnest(?::text[], ?::integer[], ?::bigint[], ?::text[]) AS q(queue, share, behind, marker)
         CROSS JOIN LATERAL (
               SELECT m.id
                 FROM queue_message m
                WHERE m.queue = q.queue::queue_name
                  AND m.delivered_at IS NULL
                  AND m.id > CASE WHEN q.marker = (SELECT marker::text FROM queue_marker) THEN q.behind ELSE 0 END
                ORDER BY m.id
                LIMIT q.share
                  FOR UPDATE SKIP LOCKED) AS waiting
      )
      UPDATE queue_message m
         SET delivered_at = clock_timestamp(), session = ?
        FROM next
       WHERE m.id = next.id
      RETURNING m.id, m.published_ms, m.queue, m.extraction, m.epoch, (SELECT marker FROM queue_marker)
      """;

  /**
   * How long what stands before the last look's end may go unseen: a publisher that commits late,
   * what a taker gave up. To begin there each time would walk through what was settled and is still
   * there for somebody's long snapshot.
   */
  private static final long FROM_THE_START_NANOS = Duration.ofSeconds(1).toNanos();

  private final Database database;
  private final WeightedRoundRobin roundRobin = new WeightedRoundRobin();
  private final Map<QueueName, Place> places = new ConcurrentHashMap<>();

  /** Where the last look at a queue ended, under which marker, and when one began at its start. */
  private record Place(long behind, String marker, long startedAt) {}

  /** What was taken. */
  private record Taken(Delivery message, String marker) {
    private long id() {
      return MessageRows.id(message.position());
    }
  }

  /** What is asked of a queue. */
  private record Ask(QueueName queue, int share, Place from) {}

  TakeMessages(Database database) {
    this.database = database;
  }

  /** Up to {@code max}; what some queues do not use goes to the others, the most urgent first. */
  List<Delivery> take(UUID session, int max, Map<QueueName, Integer> open) {
    Map<QueueName, Integer> shares = roundRobin.deal(open, max);
    List<Delivery> taken = new ArrayList<>(takeOnce(session, shares));
    Map<QueueName, Long> given = perQueue(taken);
    for (QueueName queue : QueueName.values()) {
      int share = shares.getOrDefault(queue, 0);
      boolean mayHaveMore = open.containsKey(queue) && given.getOrDefault(queue, 0L) >= share;
      if (mayHaveMore && taken.size() < max) {
        taken.addAll(takeOnce(session, Map.of(queue, max - taken.size())));
      }
    }
    return MessageRows.inOrder(taken);
  }

  private static Map<QueueName, Long> perQueue(List<Delivery> taken) {
    return taken.stream().collect(Collectors.groupingBy(Delivery::queue, Collectors.counting()));
  }

  private List<Delivery> takeOnce(UUID session, Map<QueueName, Integer> shares) {
    long now = System.nanoTime();
    List<Ask> asks = new ArrayList<>();
    shares.forEach((queue, share) -> asks.add(new Ask(queue, share, from(queue, now))));
    if (asks.isEmpty()) {
      return List.of();
    }
    // Once more after a lost answer: what that had taken is stranded, and is taken over.
    List<Taken> taken =
        database.read(connection -> {
          try (PreparedStatement statement = connection.prepareStatement(TAKE)) {
            Columns.of(statement, asks)
                .texts(it -> it.queue().label())
                .integers(Ask::share)
                .longs(it -> it.from().behind())
                .texts(it -> it.from().marker());
            statement.setObject(5, session);
            return Rows.list(
                statement, row -> new Taken(MessageRows.delivery(row), Rows.text(row, 6)));
          }
        });
    asks.forEach(it -> places.put(it.queue(), after(it, taken)));
    return taken.stream().map(Taken::message).toList();
  }

  private Place from(QueueName queue, long now) {
    Place last = places.get(queue);
    return last == null || now - last.startedAt() >= FROM_THE_START_NANOS
        ? new Place(0, "", now)
        : last;
  }

  private static Place after(Ask ask, List<Taken> taken) {
    return taken.stream()
        .filter(it -> it.message().queue() == ask.queue())
        .max(Comparator.comparingLong(Taken::id))
        .map(it -> new Place(it.id(), it.marker(), ask.from().startedAt()))
        .orElse(ask.from());
  }
}
