package dev.tercet.storage.postgres.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.embedded.postgres.PostgresAddress;
import dev.tercet.saga.ModelCall;
import dev.tercet.saga.SavedAnswer;
import dev.tercet.saga.Usage;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.AnswerStore.Use;
import dev.tercet.saga.port.AnswerStore.Verdict;
import dev.tercet.storage.postgres.LedgerUnderTest;
import dev.tercet.storage.postgres.PostgresServerUnderTest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Locks are taken in the order of docs/protocol.md §4. */
@Timeout(120)
class FindAnswersTest {
  private static final PostgresAddress DATABASE = PostgresServerUnderTest.freshDatabase();
  private static final Fingerprint QUESTION = Fingerprint.of("a question");
  private static final String HOLD = "SELECT FROM extraction WHERE id = ? FOR UPDATE";
  private static final String WAITING =
      "SELECT count(*) FROM pg_stat_activity WHERE cardinality(pg_blocking_pids(pid)) > 0";
  private static final String FREE = "SELECT 'free' FROM answer FOR UPDATE SKIP LOCKED";

  @Test
  void locksNoAnswerWhileItWaitsForAnExtraction() throws Exception {
    try (LedgerUnderTest ledger = new LedgerUnderTest(DATABASE);
        Connection other = ledger.direct();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      UUID project = ledger.projects().put("tenant", "letters", "{}", "{}").project().id();
      UUID finder = ledger.accepted(project, "a letter", "words");
      var call = new ModelCall(UUID.randomUUID(), project, finder, 0, 1, "p", "m", QUESTION);
      ledger.answers().ended(call, new Verdict.Valid("[]"), new Usage(1, 10, 5));
      other.setAutoCommit(false);
      try (PreparedStatement statement = other.prepareStatement(HOLD)) {
        statement.setObject(1, finder);
        statement.execute();
      }

      Future<Map<Fingerprint, SavedAnswer>> found =
          threads.submit(
              () -> ledger.answers().find(project, finder, List.of(QUESTION), Use.AWAITED));
      while (ledger.column(WAITING).equals(List.of("0"))) {
        ledger.letAMomentPass();
      }

      assertThat(ledger.column(FREE)).containsExactly("free");
      other.rollback();
      assertThat(found.get()).containsOnlyKeys(QUESTION);
    }
  }
}
