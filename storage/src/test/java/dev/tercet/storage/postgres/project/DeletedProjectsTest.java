package dev.tercet.storage.postgres.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.saga.port.RemovalStore;
import dev.tercet.storage.postgres.LedgerUnderTest;
import dev.tercet.storage.postgres.PostgresServerUnderTest;
import dev.tercet.testkit.LedgerTables;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A project whose extractions are gone ends page by page, and holds up no other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeletedProjectsTest {
  private static final UUID FIRST = new UUID(1, 1);
  private static final UUID SECOND = new UUID(2, 2);

  /** 3,000 entities with two mentions each, and one with 4,500 more. */
  private static final String LEDGER =
      """
      INSERT INTO project (id, tenant, slug, schema, options, deleted_at, buried)
      VALUES ('%1$s', 't', 'first', '{}', '{}', now() - interval '1 hour', true),
             ('%2$s', 't', 'second', '{}', '{}', now(), true);
      INSERT INTO entity (id, project, type, key, name)
      SELECT gen_random_uuid(), '%1$s', 'person', n::text, 'N' FROM generate_series(1, 3000) AS n;
      INSERT INTO mention (entity, extraction, ordinals)
      SELECT id, gen_random_uuid(), '{0}' FROM entity, generate_series(1, 2);
      INSERT INTO mention (entity, extraction, ordinals)
      SELECT id, gen_random_uuid(), '{0}' FROM entity, generate_series(1, 4500) WHERE key = '7';
      INSERT INTO entity (id, project, type, key, name)
      VALUES ('%2$s', '%2$s', 'person', 'ada', 'Ada')
      """
          .formatted(FIRST, SECOND);

  private static final String REFUSE =
      """
      CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE 'of this test' USING ERRCODE = 'query_canceled'; END $$;
      CREATE TRIGGER refuse BEFORE DELETE ON entity
        FOR EACH ROW WHEN (OLD.project = '%s') EXECUTE FUNCTION refuse()
      """
          .formatted(FIRST);

  private final LedgerUnderTest ledger =
      new LedgerUnderTest(PostgresServerUnderTest.freshDatabase());
  private final RemovalStore removals = ledger.removalStore();

  @BeforeEach
  void fill() {
    ledger.execute(LedgerTables.EMPTY);
    ledger.execute(LEDGER);
  }

  @AfterAll
  void close() {
    ledger.close();
  }

  private List<String> projects() {
    return ledger.column("SELECT slug FROM project ORDER BY slug");
  }

  @Test
  void endsInPagesHoweverMuchMentionsOneEntity() {
    int pages = 0;
    while (removals.dropDeletedProjects() > 0) {
      pages++;
    }

    assertThat(pages).isBetween(7, 10);
    assertThat(projects()).isEmpty();
    assertThat(ledger.column("SELECT id FROM entity")).isEmpty();
    assertThat(ledger.column("SELECT entity FROM mention")).isEmpty();
  }

  @Test
  void oneThatFailsComesLast() {
    ledger.execute("DELETE FROM mention");
    ledger.execute(REFUSE);
    try {
      assertThatThrownBy(removals::dropDeletedProjects).isInstanceOf(RuntimeException.class);

      assertThat(removals.dropDeletedProjects()).isEqualTo(1);
      assertThat(projects()).containsExactly("first");
      assertThat(removals.dropDeletedProjects()).as("nothing else is left").isZero();
      assertThatThrownBy(removals::dropDeletedProjects).isInstanceOf(RuntimeException.class);
    } finally {
      ledger.execute("DROP TRIGGER refuse ON entity");
    }
    assertThat(removals.dropDeletedProjects()).isZero();
    assertThat(removals.dropDeletedProjects()).isEqualTo(1);
    assertThat(removals.dropDeletedProjects()).isEqualTo(1);
    assertThat(projects()).isEmpty();
  }
}
