package dev.tercet.storage.postgres;

import dev.tercet.saga.port.CallRates;
import dev.tercet.saga.port.ExtractionStore.Due;
import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.queue.Delivery;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.Publication;
import dev.tercet.saga.queue.QueueName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;

/**
 * Asks everything of rates, and of queues in which as many messages stand as there are documents.
 */
final class EveryQueue {
  private static final UUID SESSION = LargeLedger.id(1);
  private static final int BATCH = 100;

  private final JobQueue queue;
  private final LedgerUnderTest ledger;
  private final int size;

  EveryQueue(LedgerUnderTest ledger, int size) {
    this.ledger = ledger;
    this.size = size;
    queue = ledger.stores().queue();
  }

  void play() {
    if (ledger.column("SELECT id FROM queue_message LIMIT 1").isEmpty()) {
      ledger.execute(
          """
          INSERT INTO queue_message (queue, extraction, epoch, published_ms, delivered_at, session)
          SELECT (ARRAY['critical', 'default', 'default', 'low'])[1 + n %% 4]::queue_name, u(n), 0, n,
                 CASE WHEN n <= 4000 THEN now() END, CASE WHEN n <= 4000 THEN u(1) END
            FROM generate_series(1, %d) AS n
          """
              .formatted(size));
      ledger.execute("VACUUM queue_message");
    }
    ledger.execute("DELETE FROM queue_marker");
    List<Due> hints =
        LongStream.range(0, BATCH)
            .mapToObj(n -> new Due(new Hint(LargeLedger.id(n), n), QueueName.DEFAULT))
            .toList();
    List<Publication> published = queue.publish(hints);
    List<Delivery> taken = queue.take(SESSION, BATCH, Duration.ZERO);
    queue.lost(queue.search(Map.of(), Duration.ofMinutes(1), true), published);
    queue.stranded(Duration.ZERO, BATCH);
    queue.takeStranded(SESSION, Duration.ZERO, BATCH);
    queue.abandoned(BATCH);
    queue.holdsAnyPublishedBy(Instant.EPOCH);
    queue.depth();
    queue.incarnation();
    queue.settle(taken);
    var rates = new CallRates.Rates("provider", 600L, null, Duration.ofSeconds(10));
    ledger.stores().callRates().take(rates, 1, Duration.ZERO);
  }
}
