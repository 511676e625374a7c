package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.MadeWith;
import dev.tercet.saga.Passage;
import dev.tercet.saga.Stage;
import dev.tercet.saga.port.PassageStore.LivingPassage;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What facts were extracted with stands with their extraction (docs/protocol.md §4). */
interface MadeWithRules {
  MadeWith ANOTHER = new MadeWith("8899aabbccddeeff", "version 2", "another\nmodel");

  LedgerScene scene();

  private boolean recorded(Claim claim, int ordinal, MadeWith... madeWith) {
    Passage passage = scene().passage(claim, ordinal, "part " + ordinal);
    var progress = new Extraction.PassageCount(3, ordinal + 1, ordinal + 1);
    return scene()
        .ledger()
        .passages()
        .record(claim, Set.of(madeWith), List.of(passage), Stage.EXTRACTED, progress);
  }

  private List<MadeWith> madeWith(Claim claim) {
    return scene().find(claim.extraction()).madeWith();
  }

  @Test
  @DisplayName("§4: an extraction names once each what its recorded passages were made with")
  default void namesWhatItIsMadeWith() {
    Claim claim = scene().claimed("a letter", "Dear Sir");
    assertThat(madeWith(claim)).isEmpty();
    recorded(claim, 0, LedgerScene.MADE_WITH);
    recorded(claim, 1, LedgerScene.MADE_WITH);
    assertThat(madeWith(claim)).containsExactly(LedgerScene.MADE_WITH);
    recorded(claim, 2, ANOTHER, LedgerScene.MADE_WITH);
    assertThat(madeWith(claim)).containsExactly(LedgerScene.MADE_WITH, ANOTHER);

    Extraction done = scene().completed(claim);
    assertThat(done.madeWith()).containsExactly(LedgerScene.MADE_WITH, ANOTHER);
    scene().done("a letter", "Dear Madam");
    assertThat(madeWith(claim)).as("superseded").hasSize(2);
  }

  @Test
  @DisplayName("§4: a later attempt adds what it used to what the ones before did")
  default void addsOverAttempts() {
    Claim first = scene().claimed("a letter", "Dear Sir");
    recorded(first, 0, LedgerScene.MADE_WITH);
    assertThat(scene().postponed(first, Duration.ZERO)).isTrue();
    Claim second = scene().claimAgain(first.extraction());
    assertThat(recorded(first, 1, ANOTHER)).as("S3: not its any more").isFalse();
    assertThat(madeWith(second)).containsExactly(LedgerScene.MADE_WITH);

    recorded(second, 1, ANOTHER);
    assertThat(madeWith(second)).containsExactly(LedgerScene.MADE_WITH, ANOTHER);
  }

  @Test
  @DisplayName("§4: what is made anew is made with nothing until passages are recorded again")
  default void forgetsWithThePassages() {
    Claim claim = scene().claimed("a letter", "Dear Sir");
    recorded(claim, 0, LedgerScene.MADE_WITH);
    assertThat(scene().ledger().passages().beginAnew(claim)).isTrue();
    assertThat(madeWith(claim)).isEmpty();
    recorded(claim, 0, ANOTHER);
    assertThat(madeWith(claim)).containsExactly(ANOTHER);
  }

  @Test
  @DisplayName("S4: a passage that is found says what its document was made with")
  default void toldWithHits() {
    Claim claim = scene().claimed("a letter", "Dear Sir");
    recorded(claim, 0, ANOTHER);
    scene().completed(claim);
    Passage passage = scene().ledger().passages().page(claim.extraction(), 0, 10).getFirst();
    assertThat(
            scene().ledger().passages().living(scene().project(), List.of(passage.embeddingId())))
        .extracting(LivingPassage::madeWith)
        .containsExactly(List.of(ANOTHER));
  }
}
