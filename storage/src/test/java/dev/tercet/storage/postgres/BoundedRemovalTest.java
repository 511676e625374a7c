package dev.tercet.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Scope;
import dev.tercet.saga.port.RemovalStore;
import dev.tercet.saga.port.RemovalStore.Followed;
import dev.tercet.storage.postgres.project.ProjectDeletion;
import dev.tercet.storage.postgres.removal.DeleteStatements;
import dev.tercet.storage.postgres.removal.PostgresRemovals;
import dev.tercet.testkit.LedgerTables;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** S7: no act of a removal grows with the project or the text that it is about. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BoundedRemovalTest {
  private static final UUID PROJECT = new UUID(7, 7);

  /** A deleted project of that many extractions, all deleting already but for the last. */
  private static final String DELETED =
      """
      INSERT INTO project (id, tenant, slug, schema, options, deleted_at)
      VALUES ('%1$s', 't', 'deleted', '{}', '{}', now());
      INSERT INTO extraction (id, project, source, generation, since, status, queue, max_attempts, due_at, passages)
      SELECT lpad(to_hex(n), 32, '0')::uuid, '%1$s', n, 1, now(),
             CASE WHEN n < %2$d THEN 'deleting' ELSE 'pending' END::extraction_status, 'default', 5,
             CASE WHEN n < %2$d THEN NULL ELSE now() END, %3$d
        FROM generate_series(1, %2$d) AS n;
      INSERT INTO document (project, extraction, source, generation, created_at, fingerprint, metadata, text)
      SELECT project, id, source, 1, now(), sha256('x'), '{}', 'x' FROM extraction
      """;

  /** Which transaction ends which removal. */
  private static final String NOTE_ENDS =
      """
      CREATE TABLE IF NOT EXISTS ended (number bigserial, transaction text);
      TRUNCATE ended;
      CREATE OR REPLACE FUNCTION note_end() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          INSERT INTO ended (transaction) VALUES (pg_current_xact_id()::text);
          RETURN NULL;
        END $$;
      CREATE OR REPLACE TRIGGER note_end AFTER DELETE ON removal FOR EACH ROW EXECUTE FUNCTION note_end()
      """;

  private static final String ENDS =
      "SELECT count(*) FROM ended GROUP BY transaction ORDER BY min(number)";

  private static final String REMOVALS =
      """
      INSERT INTO removal (extraction, project, reason)
      SELECT id, project, 'deleting' FROM extraction WHERE status = 'deleting'
      """;

  private final LedgerUnderTest ledger =
      new LedgerUnderTest(PostgresServerUnderTest.freshDatabase());
  private final RemovalStore removals = ledger.removalStore();

  @BeforeEach
  void empty() {
    ledger.execute(LedgerTables.EMPTY);
  }

  @AfterAll
  void close() {
    ledger.close();
  }

  @Test
  void passesOverAFewPagesInWhichNothingTurnsAndLetsItsCallerComeAgain() {
    ledger.execute(DELETED.formatted(PROJECT, 3 * ProjectDeletion.PAGES, 0));

    assertThat(removals.followTombstones(2)).isEqualTo(new Followed(0, true));
    assertThat(ledger.column("SELECT buried_to FROM project"))
        .as("as far as one call goes")
        .containsExactly(new UUID(0, 2 * ProjectDeletion.PAGES).toString());
    assertThat(removals.followTombstones(2)).isEqualTo(new Followed(1, true));
    assertThat(removals.followTombstones(2)).isEqualTo(new Followed(0, false));
  }

  @Test
  void looksAtNoMoreOfADeletedProjectThanItMayCount() {
    ledger.execute(DELETED.formatted(PROJECT, 100, 0));

    assertThat(removals.untouched(100)).isEqualTo(1);
    assertThat(removals.untouched(99)).as("the last one is not among the next 99").isZero();
  }

  @Test
  void dropsAsManyRowsAtOnceAsATransactionMayAndGoesOnInTheNext() {
    ledger.execute(DELETED.formatted(PROJECT, 4, DeleteStatements.PASSAGES_AT_ONCE / 2));
    ledger.execute(REMOVALS);
    ledger.execute(NOTE_ENDS);

    removals.finished(removals.due(new Scope.Everything(), 10));

    assertThat(ledger.column("SELECT count(*) FROM removal")).containsExactly("0");
    assertThat(ledger.column(ENDS)).as("of each transaction").containsExactly("2", "1");
  }

  @Test
  void oneThatHasMoreThanThatGoesAlone() {
    ledger.execute(DELETED.formatted(PROJECT, 3, DeleteStatements.PASSAGES_AT_ONCE + 1));
    ledger.execute(REMOVALS);
    ledger.execute(NOTE_ENDS);

    removals.finished(removals.due(new Scope.Everything(), 10));

    assertThat(ledger.column(ENDS)).containsExactly("1", "1");
  }

  @Test
  void clearsThePointsOfALongTextPageByPageAndSaysSoLast() {
    ledger.execute(DELETED.formatted(PROJECT, 3, 0));
    ledger.execute(REMOVALS);
    ledger.execute(
        """
        INSERT INTO passage (extraction, embedding_id, ordinal, start_at, end_at, content_hash, model, text, facts)
        SELECT id, gen_random_uuid(), n, 0, 1, sha256('x'), 'm', 'x', '[]'
          FROM extraction, generate_series(1, %d) AS n
        """
            .formatted(PostgresRemovals.CLEARED_AT_ONCE * 2 / 3));

    removals.confirmed(List.of(new UUID(0, 1), new UUID(0, 2)), Duration.ofHours(1));

    assertThat(
            ledger.column("SELECT DISTINCT extraction FROM passage WHERE embedding_id IS NOT NULL"))
        .containsExactly(new UUID(0, 3).toString());
    assertThat(ledger.column("SELECT count(*) FROM removal WHERE first_confirmed_at IS NOT NULL"))
        .containsExactly("2");
  }
}
