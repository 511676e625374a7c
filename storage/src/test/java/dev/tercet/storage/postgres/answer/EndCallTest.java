package dev.tercet.storage.postgres.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.embedded.postgres.PostgresAddress;
import dev.tercet.saga.ModelCall;
import dev.tercet.saga.Usage;
import dev.tercet.saga.answer.AnswerRepair;
import dev.tercet.saga.answer.DroppedFacts;
import dev.tercet.saga.answer.DroppedFacts.Reason;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.AnswerStore.Verdict;
import dev.tercet.storage.postgres.LedgerUnderTest;
import dev.tercet.storage.postgres.PostgresServerUnderTest;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a person finds in the row of a call. */
class EndCallTest {
  private static final PostgresAddress DATABASE = PostgresServerUnderTest.freshDatabase();

  @Test
  void namesWhatWasMendedInAnAnswer() {
    try (LedgerUnderTest ledger = new LedgerUnderTest(DATABASE)) {
      UUID project = ledger.projects().put("tenant", "letters", "{}", "{}").project().id();
      UUID extraction = ledger.accepted(project, "a letter", "words");
      ended(ledger, project, extraction, new Verdict.Valid("[]"));
      ended(
          ledger,
          project,
          extraction,
          valid(Set.of(AnswerRepair.FENCE, AnswerRepair.REASONING), DroppedFacts.NONE));

      assertThat(ledger.column("SELECT repaired FROM model_call ORDER BY started_at"))
          .containsExactly("null", "reasoning, fence");
      ended(ledger, project, extraction, valid(Set.of(AnswerRepair.values()), DroppedFacts.NONE));
      assertThat(ledger.column("SELECT max(length(repaired)) < 200 FROM model_call"))
          .as("and all of them have room")
          .containsExactly("t");
    }
  }

  @Test
  void keepsTheFactsThatWereLeftOutAsLongAsTheDocumentIsThere() {
    try (LedgerUnderTest ledger = new LedgerUnderTest(DATABASE)) {
      UUID project = ledger.projects().put("tenant", "letters", "{}", "{}").project().id();
      UUID extraction = ledger.accepted(project, "a letter", "words");
      var dropped = new DroppedFacts(Map.of(Reason.QUOTE, 1), "[{\"quote\":\"\u0000\\u0001\"}]");
      ended(ledger, project, extraction, valid(Set.of(), dropped));
      assertThat(ledger.column("SELECT dropped FROM model_call"))
          .containsExactly("[{\"quote\":\"\uFFFD\\u0001\"}]");

      ledger.extractions().delete(project, extraction);
      ended(ledger, project, extraction, valid(Set.of(), dropped));
      assertThat(ledger.column("SELECT count(dropped) FROM model_call")).containsExactly("1");
    }
  }

  @Test
  void tellsAnInvalidAnswerFromOneThatWasCutOff() {
    try (LedgerUnderTest ledger = new LedgerUnderTest(DATABASE)) {
      UUID project = ledger.projects().put("tenant", "letters", "{}", "{}").project().id();
      UUID extraction = ledger.accepted(project, "a letter", "words");
      ended(ledger, project, extraction, new Verdict.Invalid("no quote", "{}"));
      ended(ledger, project, extraction, new Verdict.Cut("too long", "{"));

      assertThat(
              ledger.column(
                  "SELECT concat_ws(' ', verdict, fault, reason, raw) FROM model_call ORDER BY fault"))
          .containsExactly("invalid cut too long {", "invalid invalid no quote {}");
    }
  }

  private static Verdict valid(Set<AnswerRepair> repairs, DroppedFacts dropped) {
    return new Verdict.Valid("[]", repairs, dropped);
  }

  private static void ended(
      LedgerUnderTest ledger, UUID project, UUID extraction, Verdict verdict) {
    var question = Fingerprint.of("question " + UUID.randomUUID());
    var call = new ModelCall(UUID.randomUUID(), project, extraction, 0, 1, "p", "m", question);
    ledger.answers().ended(call, verdict, new Usage(1, 10, 5));
  }
}
