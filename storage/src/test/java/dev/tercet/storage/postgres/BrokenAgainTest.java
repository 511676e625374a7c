package dev.tercet.storage.postgres;

import static dev.tercet.storage.postgres.BulkLetters.DEADLINE_SECONDS;
import static dev.tercet.storage.postgres.BulkLetters.LETTERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.embedded.postgres.PostgresAddress;
import dev.tercet.saga.bulk.BulkAction;
import dev.tercet.saga.bulk.BulkRun;
import dev.tercet.storage.postgres.BreakingConnections.When;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
@DisplayName("§11: a page that makes documents again is made whole or not at all, and once")
class BrokenAgainTest {
  private static final PostgresAddress DATABASE = PostgresServerUnderTest.freshDatabase();

  private BulkLetters letters;
  private LedgerUnderTest ledger;
  private UUID project;
  private UUID run;

  @BeforeEach
  void haveARunOverLettersThatAreDone() {
    letters = new BulkLetters(DATABASE);
    ledger = letters.ledger;
    project = letters.project;
    for (int letter = 0; letter < LETTERS; letter++) {
      ledger.extractions().complete(letters.claimed("letter " + letter));
    }
    run = letters.begun(BulkAction.AGAIN, null, LETTERS);
  }

  @AfterEach
  void close() {
    letters.close();
  }

  @ParameterizedTest
  @EnumSource(When.class)
  void makesAPageOnceWhoseOutcomeWasNotHeard(When when) {
    letters.makePagesOfWhichOneBreaks(when);
    eachOnce();
  }

  @Test
  void makesAPageOnceWhoeverComesAtTheSameTime() throws Exception {
    for (int second = 0; second < 4; second++) {
      List<Future<Boolean>> pages = new ArrayList<>();
      for (int process = 0; process < 4; process++) {
        pages.add(letters.start(ledger.bulk()::workOnce));
      }
      for (Future<Boolean> page : pages) {
        page.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
      }
      ledger.age(Duration.ofSeconds(1));
    }
    eachOnce();
  }

  /** The run waits for the source, and then finds a version that is under way. */
  @Test
  void leavesADocumentAloneThatIsPostedMeanwhile() throws Exception {
    String sources =
        "SELECT id FROM source WHERE project = '%s' FOR NO KEY UPDATE".formatted(project);
    try (Connection other = letters.holding(sources)) {
      Future<UUID> posted =
          letters.start(() -> ledger.accepted(project, "letter 0", "newer words"));
      letters.waiting(1, "%");
      Future<Boolean> page = letters.start(ledger.bulk()::workOnce);
      letters.waiting(2, "%");
      other.commit();
      posted.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
      page.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }
    ledger.age(Duration.ofSeconds(1));
    ledger.bulk().workOnce();

    BulkRun ended = letters.run(run);
    List<String> words =
        ledger.column(
            """
            SELECT d.text
              FROM document d
              JOIN source s ON s.id = d.source AND s.newest_accepted_id = d.extraction
             WHERE s.project = '%s' AND s.name = 'letter 0'
            """
                .formatted(project));
    assertThat(ended.done() + ended.refused()).isEqualTo(LETTERS);
    assertThat(words).containsExactly("newer words");
  }

  private void eachOnce() {
    letters.assertIsOver(run);
    assertThat(
            ledger.column(
                "SELECT generation FROM extraction WHERE project = '%s'".formatted(project)))
        .containsExactlyInAnyOrder("1", "1", "1", "1", "1", "1", "2", "2", "2", "2", "2", "2");
    assertThat(
            ledger.column(
                "SELECT DISTINCT newest_accepted FROM source WHERE project = '%s'"
                    .formatted(project)))
        .containsExactly("2");
  }
}
