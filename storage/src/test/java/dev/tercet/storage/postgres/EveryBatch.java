package dev.tercet.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Claim;
import dev.tercet.saga.Stage;
import dev.tercet.saga.batch.BatchStore;
import dev.tercet.saga.batch.BatchStore.Asked;
import dev.tercet.saga.batch.BatchStore.Asker;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.queue.QueueName;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Asks everything of batches, beside as many questions as a large project has waiting. */
final class EveryBatch {
  private static final Duration HOUR = Duration.ofHours(1);

  private static final String QUESTIONS =
      """
      INSERT INTO batch_question
             (extraction, project, ready_at, until, epoch, ordinal, fingerprint, provider, model, state, call, schema,
              passage)
      SELECT e.id, e.project, now() + interval '1 h', now() + interval '1 h', 1, n,
             sha256((e.id || ' ' || n)::bytea), 'another', 'model', CASE WHEN n = 1 THEN 'sent' ELSE 'waiting' END,
             CASE WHEN n = 1 THEN gen_random_uuid() END, '{}', 'words'
        FROM (SELECT id, project FROM extraction WHERE status = 'done' ORDER BY id LIMIT 20000) AS e
       CROSS JOIN generate_series(1, 2) AS n
      ON CONFLICT DO NOTHING
      """;

  private static final String CALLS =
      """
      WITH made AS (
        INSERT INTO batch (id, begun_at, next_at, questions, provider, model)
        SELECT gen_random_uuid(), now(), now() + interval '1 h', 100, 'another', 'model'
          FROM generate_series(1, 200)
        RETURNING id
      )
      INSERT INTO batch_call (id, batch, extraction, project, epoch, ordinal, fingerprint)
      SELECT gen_random_uuid(), made.id, gen_random_uuid(), gen_random_uuid(), 1, n, sha256(n::text::bytea)
        FROM made
       CROSS JOIN generate_series(1, 100) AS n
      """;

  private final LedgerUnderTest ledger;

  EveryBatch(LedgerUnderTest ledger) {
    this.ledger = ledger;
  }

  void play() {
    ledger.execute(QUESTIONS);
    ledger.execute(CALLS);
    BatchStore store = ledger.batches();
    String[] document =
        ledger
            .column(
                "SELECT id || ' ' || project FROM extraction WHERE status = 'pending' ORDER BY id LIMIT 1")
            .getFirst()
            .split(" ", -1);
    var claim =
        new Claim(
            UUID.fromString(document[0]),
            UUID.fromString(document[1]),
            1,
            UUID.randomUUID(),
            1,
            Stage.ACCEPTED,
            QueueName.DEFAULT,
            1,
            5,
            0);
    var asker = new Asker(claim, "provider", "model", "{}", Duration.ZERO, HOUR);
    Asked first = asked("first");
    Asked second = asked("second");
    Asked third = asked("third");
    assertThat(store.place(asker, List.of(first, second, third)).waiting()).hasSize(3);
    UUID batch = UUID.randomUUID();
    assertThat(store.gather(batch, 2, 1 << 20)).isTrue();
    assertThat(store.due(HOUR)).isPresent();
    List<UUID> calls = store.calls(batch).stream().map(it -> it.call().id()).toList();
    store.submitted(batch, "remote", HOUR);
    assertThat(store.isNamed("provider", "remote")).isTrue();
    store.putOff(batch, HOUR);
    ledger.execute(notToBeSent(claim));
    assertThat(store.gather(UUID.randomUUID(), 2, 1 << 20)).isTrue();
    store.leaveOut(batch, calls.subList(0, 1));
    store.place(asker, List.of(third));
    ledger.execute(
        "UPDATE batch_question SET until = now() - interval '1 h' WHERE extraction = '%s'"
            .formatted(claim.extraction()));
    store.place(asker, List.of(first, second));
    store.ended(batch, "completed", calls);
    store.call(100);
    store.newest();
  }

  /** One that another document has in a batch, and one of a document that is done. */
  private static String notToBeSent(Claim claim) {
    return """
    INSERT INTO batch_question
           (extraction, project, ready_at, until, epoch, ordinal, fingerprint, provider, model,
            state, schema, passage)
    SELECT e.id, q.project, now() - interval '1 h', q.until, 1, 0, q.fingerprint, q.provider, q.model, 'waiting',
           q.schema, q.passage
      FROM (SELECT * FROM batch_question WHERE extraction = '%1$s' AND state = 'sent' LIMIT 1) AS q
     CROSS JOIN (
            (SELECT id FROM extraction
              WHERE status = 'pending' AND project = '%2$s' AND id <> '%1$s' ORDER BY id LIMIT 1)
            UNION ALL
            (SELECT id FROM extraction WHERE status = 'done' ORDER BY id LIMIT 1)) AS e
    """
        .formatted(claim.extraction(), claim.project());
  }

  private static Asked asked(String passage) {
    return new Asked(Fingerprint.of(passage), 0, passage);
  }
}
