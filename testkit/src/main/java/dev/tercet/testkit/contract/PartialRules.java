package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Extraction.PassageCount;
import dev.tercet.saga.FailedPassage;
import dev.tercet.saga.FailedPassage.LeftOut;
import dev.tercet.saga.ModelCall;
import dev.tercet.saga.Status;
import dev.tercet.saga.Usage;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.AnswerStore.Verdict;
import dev.tercet.saga.port.ExtractionStore.Completion;
import dev.tercet.saga.port.PassageStore.Failed;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A document that is done without some of its passages (docs/protocol.md §4). */
interface PartialRules {
  /** Without the second of two passages. */
  LeftOut WITHOUT_ONE =
      new LeftOut(
          new PassageCount(2, 1, 1),
          List.of(new FailedPassage(1, 6, 12, "riddle", "content-refused", "not this")));

  LedgerScene scene();

  private List<Failed> failed(Extraction extraction) {
    return scene().ledger().passages().failed(extraction.id(), 0, 10);
  }

  private Extraction doneWithoutOne(String source) {
    Claim claim = scene().claimed(source, "words riddle");
    scene().recorded(claim, scene().passage(claim, 0, "words "));
    assertThat(scene().extractions().completeWithout(claim, WITHOUT_ONE))
        .isEqualTo(Completion.DONE);
    return scene().find(claim.extraction());
  }

  @Test
  @DisplayName("S4: what it is done without is told with the end, and kept once")
  default void tellsWhatItIsDoneWithout() {
    Claim claim = scene().claimed("a letter", "words riddle");
    scene().recorded(claim, scene().passage(claim, 0, "words "));
    scene().extractions().completeWithout(claim, WITHOUT_ONE);
    assertThat(scene().extractions().completeWithout(claim, WITHOUT_ONE))
        .as("it was me, and I had not heard of it")
        .isEqualTo(Completion.DONE);

    Extraction done = scene().find(claim.extraction());
    assertThat(done.status()).isEqualTo(Status.DONE);
    assertThat(done.passages()).isEqualTo(new PassageCount(2, 1, 1));
    assertThat(done.failedPassages())
        .containsExactly(new FailedPassage.Warning(1, "content-refused", "not this"));
    assertThat(failed(done)).containsExactly(new Failed(WITHOUT_ONE.failed().getFirst(), null));
    assertThat(scene().ledger().passages().failed(done.id(), 2, 10)).isEmpty();
    assertThat(scene().history(done.id()).getLast().reason())
        .isEqualTo("completed with 1 of 2 passages");
    assertThat(scene().ledger().reader().living(scene().project(), "a letter")).contains(done.id());
  }

  @Test
  @DisplayName("S4: the newest useless answer about a failed passage is kept with it")
  default void tellsWhatWasAnswered() {
    Claim claim = scene().claimed("a letter", "words riddle");
    for (String raw : List.of("{}", "a riddle?")) {
      ModelCall call = ModelCalls.remote(scene()).about(claim, 1, Fingerprint.of(raw));
      scene()
          .ledger()
          .answers()
          .ended(call, new Verdict.Invalid("no such quote", raw), new Usage(1, 2, 3));
      scene().ledger().letAMomentPass();
    }
    scene().extractions().completeWithout(claim, WITHOUT_ONE);

    assertThat(scene().ledger().passages().failed(claim.extraction(), 0, 10))
        .extracting(Failed::raw)
        .containsExactly("a riddle?");
  }

  @Test
  @DisplayName("S7: of many failed passages the first are told")
  default void tellsTheFirstOfMany() {
    Claim claim = scene().claimed("a letter", "words riddle");
    List<FailedPassage> many =
        IntStream.range(1, 31)
            .mapToObj(it -> new FailedPassage(it, it, it + 1, "?", "content-refused", "no"))
            .toList();
    scene().extractions().completeWithout(claim, new LeftOut(new PassageCount(31, 1, 1), many));

    Extraction done = scene().find(claim.extraction());
    assertThat(done.failedPassages()).hasSize(FailedPassage.MOST_TOLD);
    assertThat(scene().ledger().passages().failed(done.id(), 0, 100))
        .extracting(Failed::passage)
        .containsExactlyElementsOf(many);
  }

  @Test
  @DisplayName("S12: one that is overtaken keeps none")
  default void keepsNoneOfWhatIsOvertaken() {
    Extraction old = scene().failed("a letter", "A");
    scene().done("a letter", "B");
    scene().extractions().retry(scene().project(), old.id());
    Claim late = scene().claimAgain(old.id());

    assertThat(scene().extractions().completeWithout(late, WITHOUT_ONE))
        .isEqualTo(Completion.SUPERSEDED);
    assertThat(failed(old)).isEmpty();
  }

  @Test
  @DisplayName("S11: they go with their document")
  default void goWithTheirDocument() {
    Extraction done = doneWithoutOne("a letter");
    Extraction other = doneWithoutOne("a card");
    scene().extractions().delete(scene().project(), done.id());
    scene().removed(done.id());

    assertThat(failed(done)).isEmpty();
    assertThat(failed(other)).hasSize(1);
  }
}
