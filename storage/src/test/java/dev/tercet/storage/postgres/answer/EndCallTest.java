package dev.tercet.storage.postgres.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.embedded.postgres.PostgresAddress;
import dev.tercet.saga.AnswerRepair;
import dev.tercet.saga.ModelCall;
import dev.tercet.saga.Usage;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.AnswerStore.Verdict;
import dev.tercet.storage.postgres.LedgerUnderTest;
import dev.tercet.storage.postgres.PostgresServerUnderTest;
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
          new Verdict.Valid("[]", Set.of(AnswerRepair.FENCE, AnswerRepair.REASONING)));

      assertThat(ledger.column("SELECT repaired FROM model_call ORDER BY started_at"))
          .containsExactly(null, "reasoning, fence");
      ended(ledger, project, extraction, new Verdict.Valid("[]", Set.of(AnswerRepair.values())));
      assertThat(ledger.column("SELECT max(length(repaired)) < 200 FROM model_call"))
          .as("and all of them have room")
          .containsExactly("t");
    }
  }

  private static void ended(
      LedgerUnderTest ledger, UUID project, UUID extraction, Verdict verdict) {
    var question = Fingerprint.of("question " + UUID.randomUUID());
    var call = new ModelCall(UUID.randomUUID(), project, extraction, 0, 1, "p", "m", question);
    ledger.answers().ended(call, verdict, new Usage(1, 10, 5));
  }
}
