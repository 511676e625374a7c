package dev.tercet.storage.postgres.removal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Scope;
import dev.tercet.saga.port.LedgerAudit;
import dev.tercet.saga.port.LedgerAudit.OrphanRow;
import dev.tercet.saga.port.LedgerAudit.OrphanRowPage;
import dev.tercet.saga.port.LedgerAudit.Part;
import dev.tercet.saga.port.LedgerAudit.Place;
import dev.tercet.saga.port.RemovalStore;
import dev.tercet.storage.postgres.LedgerUnderTest;
import dev.tercet.storage.postgres.PostgresServerUnderTest;
import dev.tercet.testkit.LedgerTables;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows whose extraction is gone are found in pages and dropped; no other row is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OrphanRowsTest {
  private static final UUID MINE = new UUID(1, 1);
  private static final UUID THEIRS = new UUID(2, 2);

  /** Two projects with three whole documents each, and two entities of which each is mentioned. */
  private static final String LEDGER =
      """
      INSERT INTO project (id, tenant, slug, schema, options)
      SELECT id::uuid, 't', slug, '{}', '{}'
        FROM (VALUES ('%1$s', 'mine'), ('%2$s', 'theirs')) AS p(id, slug);
      INSERT INTO source (project, newest_accepted, newest_accepted_id, name)
      SELECT p.id, 1, gen_random_uuid(), n::text
        FROM project p, generate_series(1, 3) AS n;
      INSERT INTO extraction (id, project, source, generation, since, due_at, status, queue, max_attempts)
      SELECT newest_accepted_id, project, id, 1, now(), now(), 'pending', 'default', 5
        FROM source;
      INSERT INTO document (project, extraction, source, generation, created_at, fingerprint, metadata, text)
      SELECT project, id, source, 1, now(), sha256('x'), '{}', 'words' FROM extraction;
      INSERT INTO audit (extraction, project, at, epoch, to_status, reason)
      SELECT id, project, now(), 0, 'pending', 'accepted' FROM extraction;
      INSERT INTO passage (extraction, ordinal, start_at, end_at, content_hash, model, text, facts)
      SELECT id, n, 0, 1, sha256('x'), 'm', 'w', '[]' FROM extraction, generate_series(0, 1) AS n;
      INSERT INTO model_call (extraction, id, project, epoch, started_at, ordinal, provider, model, fingerprint)
      SELECT id, gen_random_uuid(), project, 1, now(), 0, 'p', 'm', sha256('x') FROM extraction;
      INSERT INTO entity (id, project, type, key, name)
      SELECT id, id, 'person', 'ada', 'Ada' FROM project;
      INSERT INTO mention (entity, extraction, ordinals)
      SELECT project, id, '{0}' FROM extraction
      """
          .formatted(MINE, THEIRS);

  private final LedgerUnderTest ledger =
      new LedgerUnderTest(PostgresServerUnderTest.freshDatabase());
  private final LedgerAudit audit = ledger.audit();
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

  private List<OrphanRow> all(Scope scope, Part part) {
    List<OrphanRow> found = new ArrayList<>();
    Place place = Place.START;
    while (place != null) {
      OrphanRowPage page = audit.orphanRows(scope, part, place, 2);
      found.addAll(page.rows());
      place = page.next();
    }
    return found;
  }

  private Map<Part, Long> rows(Scope scope) {
    Map<Part, Long> rows = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      rows.put(part, all(scope, part).stream().mapToLong(OrphanRow::rows).sum());
    }
    return rows;
  }

  @Test
  void findsNothingWhileEveryExtractionIsThere() {
    assertThat(rows(new Scope.Everything()).values()).containsOnly(0L);
  }

  @Test
  void findsAndDropsEveryRowOfAnExtractionThatIsGone() {
    ledger.execute("DELETE FROM extraction WHERE project = '" + MINE + "'");
    Map<Part, Long> lost =
        Map.of(
            Part.DOCUMENT, 3L, Part.PASSAGE, 6L, Part.CALL, 3L, Part.MENTION, 3L, Part.ENTITY, 0L);
    assertThat(rows(new Scope.Everything())).isEqualTo(lost);
    assertThat(rows(new Scope.OfProject(MINE)))
        .as("what stands together in a project")
        .isEqualTo(
            Map.of(
                Part.DOCUMENT,
                3L,
                Part.PASSAGE,
                0L,
                Part.CALL,
                0L,
                Part.MENTION,
                0L,
                Part.ENTITY,
                0L));
    assertThat(rows(new Scope.OfProject(THEIRS)).values()).containsOnly(0L);
    assertThat(rows(new Scope.OfExtraction(MINE, new UUID(0, 0))).values()).containsOnly(0L);

    for (Part part : Part.values()) {
      List<Place> places =
          all(new Scope.Everything(), part).stream().map(OrphanRow::place).toList();
      assertThat((long) removals.dropOrphanRows(part, places)).isEqualTo(lost.get(part));
    }

    assertThat(rows(new Scope.Everything()).values()).containsOnly(0L);
    assertThat(ledger.column("SELECT count(*) FROM document")).containsExactly("3");
    assertThat(ledger.column("SELECT count(*) FROM passage")).containsExactly("6");
    assertThat(ledger.column("SELECT count(*) FROM model_call")).containsExactly("3");
    assertThat(ledger.column("SELECT count(*) FROM mention")).containsExactly("3");
    assertThat(ledger.column("SELECT project FROM entity")).containsExactly(THEIRS.toString());
  }

  @Test
  void findsAndDropsAnEntityThatNothingMentions() {
    ledger.execute("DELETE FROM mention WHERE entity = '" + MINE + "'");

    List<OrphanRow> found = all(new Scope.OfProject(MINE), Part.ENTITY);

    assertThat(found).extracting(it -> it.place().id()).containsExactly(MINE);
    assertThat(all(new Scope.OfProject(THEIRS), Part.ENTITY)).isEmpty();
    assertThat(removals.dropOrphanRows(Part.ENTITY, List.of(found.getFirst().place())))
        .isEqualTo(1);
    assertThat(ledger.column("SELECT id FROM entity")).containsExactly(THEIRS.toString());
  }

  /** However much of others' there is. */
  @ParameterizedTest
  @EnumSource(Part.class)
  void looksOnlyAtWhatIsOfTheProject(Part part) {
    int own = part == Part.DOCUMENT ? 3 : part == Part.ENTITY ? 1 : 0;

    OrphanRowPage page = audit.orphanRows(new Scope.OfProject(MINE), part, Place.START, 100);

    assertThat(page.next()).isNull();
    assertThat(page.looked()).isEqualTo(own);
    assertThat(
            audit.orphanRows(new Scope.OfProject(new UUID(9, 9)), part, Place.START, 100).looked())
        .isZero();
  }

  @Test
  void walksTheEntitiesOfAProjectThoughTheyGoMeanwhile() {
    ledger.execute(
        """
        INSERT INTO entity (id, project, type, key, name)
        SELECT gen_random_uuid(), '%s', t, n::text, 'N'
          FROM unnest('{place,thing}'::text[]) AS t, generate_series(1, 4) AS n
        """
            .formatted(MINE));
    Scope mine = new Scope.OfProject(MINE);

    OrphanRowPage first = audit.orphanRows(mine, Part.ENTITY, Place.START, 5);
    ledger.execute("DELETE FROM entity WHERE type = 'place'");
    OrphanRowPage second =
        audit.orphanRows(mine, Part.ENTITY, Objects.requireNonNull(first.next()), 5);

    assertThat(first.rows()).hasSize(4);
    assertThat(second.rows()).hasSize(4).doesNotContainAnyElementsOf(first.rows());
    assertThat(second.next()).isNull();
  }

  @ParameterizedTest
  @EnumSource(Part.class)
  void dropsNothingThatIsNotLeftOver(Part part) {
    List<Place> places =
        part == Part.ENTITY
            ? List.of(new Place(new UUID(0, 0), MINE))
            : ledger.column("SELECT id FROM extraction WHERE project = '" + MINE + "'").stream()
                .map(id -> new Place(MINE, UUID.fromString(id)))
                .toList();

    assertThat(removals.dropOrphanRows(part, places)).isZero();
    assertThat(removals.dropOrphanRows(part, List.of())).isZero();
  }
}
