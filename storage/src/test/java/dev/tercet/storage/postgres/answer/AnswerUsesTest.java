package dev.tercet.storage.postgres.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Scope;
import dev.tercet.saga.port.RemovalStore;
import dev.tercet.saga.port.RemovalStore.Removal;
import dev.tercet.storage.postgres.LedgerUnderTest;
import dev.tercet.storage.postgres.PostgresServerUnderTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** S7: what many documents have in common makes the end of one of them no dearer. */
class AnswerUsesTest {
  private static final int DOCUMENTS = 40_000;
  private static final int BATCH = 256;

  /** All but the last are to go; each has a passage of its own and the one that all have. */
  private static final String FOOTERS =
      """
      INSERT INTO project (id, tenant, slug, schema, options) VALUES ('00000000-0000-0007-0000-000000000007', 't', 'letters', '{}', '{}');
      INSERT INTO extraction (id, project, source, generation, since, status, queue, max_attempts, due_at, passages)
      SELECT lpad(to_hex(n), 32, '0')::uuid, '00000000-0000-0007-0000-000000000007', n, 1, now(),
             CASE WHEN n < 40000 THEN 'deleting' ELSE 'pending' END::extraction_status, 'default', 5,
             CASE WHEN n = 40000 THEN now() END, 2
        FROM generate_series(1, 40000) AS n;
      INSERT INTO removal (extraction, project, reason)
      SELECT id, project, 'deleting' FROM extraction WHERE status = 'deleting';
      INSERT INTO answer_use (extraction, project, fingerprint)
      SELECT id, project, sha256('footer') FROM extraction
       UNION ALL
      SELECT id, project, sha256(uuid_send(id)) FROM extraction;
      INSERT INTO answer (project, fingerprint, facts)
      SELECT DISTINCT project, fingerprint, '[]'::jsonb FROM answer_use;
      INSERT INTO passage (extraction, ordinal, start_at, end_at, content_hash, model, text, facts)
      SELECT id, n, 0, 1, CASE n WHEN 0 THEN sha256(uuid_send(id)) ELSE sha256('footer') END, 'm', 'x', '[]'
        FROM extraction, generate_series(0, 1) AS n;
      INSERT INTO model_call
             (extraction, id, project, epoch, started_at, ended_at, ordinal, verdict, provider, model, fingerprint)
      SELECT extraction, gen_random_uuid(), '00000000-0000-0007-0000-000000000007', 1, now(), now(), ordinal, 'valid', 'p', 'm', content_hash
        FROM passage
      """;

  @Test
  void endsABatchOfThoseThatShareAPassageBeforeItsStatementsTimeOut() {
    try (LedgerUnderTest ledger = new LedgerUnderTest(PostgresServerUnderTest.freshDatabase())) {
      long begin = System.nanoTime();
      ledger.execute(FOOTERS);
      System.out.printf("%d documents: %d ms%n", DOCUMENTS, millis(begin));
      RemovalStore removals = ledger.removalStore();
      for (int batch = 0; batch < 3; batch++) {
        List<Removal> read = removals.due(new Scope.Everything(), BATCH);
        begin = System.nanoTime();
        removals.finished(read);
        System.out.printf("the end of %d: %d ms%n", read.size(), millis(begin));
      }

      assertThat(ledger.column("SELECT count(*) FROM extraction"))
          .containsExactly(String.valueOf(DOCUMENTS - 3 * BATCH));
      assertThat(ledger.column("SELECT count(*) FROM answer"))
          .as("the one that all have, and one of each that is there")
          .containsExactly(String.valueOf(1 + DOCUMENTS - 3 * BATCH));
    }
  }

  private static long millis(long since) {
    return (System.nanoTime() - since) / 1_000_000;
  }
}
