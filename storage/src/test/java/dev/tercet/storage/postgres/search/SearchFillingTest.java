package dev.tercet.storage.postgres.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.embedded.postgres.PostgresAddress;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Scope;
import dev.tercet.saga.port.ExtractionReader.Filter;
import dev.tercet.storage.postgres.LedgerUnderTest;
import dev.tercet.storage.postgres.PostgresServerUnderTest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is due is taken in once, wholly, and leaves nothing behind. */
@Timeout(120)
class SearchFillingTest {
  private static final PostgresAddress DATABASE = PostgresServerUnderTest.freshDatabase();
  private static final String PIECES = "SELECT count(*) FROM search_piece";
  private static final String DUE = "SELECT count(*) FROM search_due";

  private static final String HOLD = "SELECT FROM search_due WHERE extraction = ? FOR UPDATE";

  private LedgerUnderTest ledger;
  private UUID project;

  @BeforeEach
  void open() {
    ledger = new LedgerUnderTest(DATABASE);
    project = ledger.projects().put("tenant", "letters", "{}", "{}").project().id();
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void isDoneByTwoAtOnceWithoutDoingAnythingTwice() throws Exception {
    for (int n = 0; n < 600; n++) {
      ended("letter " + n);
    }
    int filled = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> both = new ArrayList<>();
      Callable<Integer> fill = this::fill;
      both.add(threads.submit(fill));
      both.add(threads.submit(fill));
      for (Future<Integer> one : both) {
        filled += one.get();
      }
    }
    assertThat(filled + fill()).isEqualTo(600);
    assertThat(ledger.column(PIECES)).containsExactly("600");
    assertThat(ledger.column(DUE)).containsExactly("0");
  }

  @Test
  void takesALargeTextInSeveralTransactionsAndAnotherBesideIt() {
    UUID large = ended("first " + "wörd ".repeat(500_000) + " last");
    UUID small = ended("first and last");

    assertThat(fill()).isGreaterThan(3);
    assertThat(search("first")).containsExactlyInAnyOrder(large, small);
    assertThat(search("last")).containsExactlyInAnyOrder(large, small);
    assertThat(search("first last")).as("in one piece").containsExactly(small);
    assertThat(ledger.column(DUE)).containsExactly("0");
  }

  @Test
  void leavesNothingBehindWhatIsDeleted() {
    UUID filled = ended("a letter");
    fill();
    UUID due = ended("another letter");
    for (UUID id : List.of(filled, due)) {
      ledger.extractions().delete(project, id);
      var removals = ledger.removalStore();
      removals.finished(removals.due(new Scope.OfExtraction(project, id), 1));
    }
    fill();

    assertThat(ledger.column(PIECES)).containsExactly("0");
    assertThat(ledger.column(DUE)).containsExactly("0");
  }

  @Test
  void takesInWhatHadEndedBeforeThereWasAnIndex() {
    UUID old = ended("an old letter");
    ledger.execute("DELETE FROM search_due");
    ledger.execute("INSERT INTO search_backfill DEFAULT VALUES ON CONFLICT DO NOTHING");
    ledger.execute("UPDATE search_backfill SET noted_to = '00000000-0000-0000-0000-000000000000'");

    fill();

    assertThat(search("old")).containsExactly(old);
    assertThat(ledger.column("SELECT count(*) FROM search_backfill")).containsExactly("0");
  }

  @Test
  void asksRarelyForABackfillThatIsComplete() {
    fill();
    assertThat(once()).as("there is no place any more").isZero();
    UUID old = ended("an old letter");
    ledger.execute("DELETE FROM search_due");
    ledger.execute("INSERT INTO search_backfill DEFAULT VALUES");
    ledger.execute("UPDATE search_backfill SET noted_to = '00000000-0000-0000-0000-000000000000'");

    assertThat(once()).as("nobody looked for a place").isZero();
    for (int look = 0; look < SearchFilling.LOOKS_WITHOUT; look++) {
      once();
    }
    assertThat(search("old")).containsExactly(old);
  }

  @Test
  void putsOffWhatCannotBeTakenInAndGoesOnWithTheOthers() {
    UUID broken = ended("a broken letter");
    ledger.execute(
        """
        INSERT INTO passage (extraction, ordinal, start_at, end_at, content_hash, model, text, facts)
        SELECT id, 0, 0, 1, sha256('x'), 'm', 'x', '[{"unknown": 1}]' FROM extraction
        """);
    UUID whole = ended("a whole letter");

    fill();

    assertThat(search("letter")).containsExactly(whole);
    assertThat(ledger.column("SELECT extraction FROM search_due"))
        .containsExactly(broken.toString());
  }

  @Test
  void putsOffTheOneThatFailedAndNotOneThatAnotherProcessHolds() throws SQLException {
    UUID held = ended("a letter in other hands");
    UUID broken = ended("a broken letter");
    ledger.execute(
        """
        INSERT INTO passage (extraction, ordinal, start_at, end_at, content_hash, model, text, facts)
        SELECT '%s', 0, 0, 1, sha256('x'), 'm', 'x', '[{"unknown": 1}]'
        """
            .formatted(broken));
    try (Connection other = ledger.direct()) {
      other.setAutoCommit(false);
      try (PreparedStatement statement = other.prepareStatement(HOLD)) {
        statement.setObject(1, held);
        statement.execute();
      }
      assertThat(once()).isEqualTo(1);
      other.rollback();
    }
    fill();

    assertThat(search("letter")).containsExactly(held);
    assertThat(ledger.column("SELECT extraction FROM search_due"))
        .containsExactly(broken.toString());
  }

  private int fill() {
    int all = 0;
    for (int some = once(); some > 0; some = once()) {
      all += some;
    }
    return all;
  }

  private int once() {
    return ledger.wordIndex().fillOnce();
  }

  private UUID ended(String text) {
    UUID id = ledger.accepted(project, UUID.randomUUID().toString(), text);
    ledger.extractions().cancel(project, id);
    return id;
  }

  private List<UUID> search(String query) {
    return ledger
        .reader()
        .list(project, new Filter(null, null, query, null, null, 10))
        .items()
        .stream()
        .map(Extraction::id)
        .toList();
  }
}
