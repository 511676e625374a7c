package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.AttemptWork;
import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.EntityStore.Mention;
import dev.tercet.saga.port.EntityStore.Place;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** By which cut passages are made, and how they are made anew (docs/protocol.md §4). */
interface CutRules {
  LedgerScene scene();

  private Claim claimedBy(UUID session, UUID extraction) {
    Extraction saga = scene().find(extraction);
    return scene()
        .extractions()
        .claim(List.of(LedgerScene.hint(saga)), session, LedgerScene.ATTEMPT)
        .getFirst();
  }

  private AttemptWork work(Claim claim) {
    return scene().extractions().load(List.of(claim)).getFirst();
  }

  @Test
  @DisplayName("§4: the cut stands with the extraction from its first claim until it begins anew")
  default void keepsTheNameOfTheCut() {
    UUID fine = scene().openSession("1/100").id();
    UUID coarse = scene().openSession("1/900").id();
    UUID letter = scene().accepted("a letter", "Dear Sir").id();
    Claim first = claimedBy(fine, letter);
    assertThat(work(first).cut()).isEqualTo("1/100");
    assertThat(scene().postponed(first, Duration.ZERO)).isTrue();

    Claim second = claimedBy(coarse, letter);
    assertThat(work(second).cut()).as("whose points may be there").isEqualTo("1/100");
    assertThat(scene().ledger().passages().beginAnew(second)).isTrue();
    assertThat(work(second).cut()).isEmpty();
    assertThat(scene().postponed(second, Duration.ZERO)).isTrue();

    Claim third = claimedBy(fine, letter);
    assertThat(work(third).cut()).as("nobody has recorded since").isEmpty();
    assertThat(scene().recorded(third, scene().passage(third, 0, "Dear Sir"))).isTrue();
    assertThat(work(third).cut()).isEqualTo("1/100");
  }

  @Test
  @DisplayName("§4: what begins anew has no passage, no mention and no progress")
  default void beginsAnew() {
    Claim claim = scene().claimed("a letter", "Dear Sir");
    assertThat(scene().recorded(claim, scene().passage(claim, 0, "Dear Sir"))).isTrue();
    scene().ledger().entities().link(claim, List.of(new Mention("person", "Ann", "ann", 0)));

    assertThat(scene().ledger().passages().beginAnew(claim)).isTrue();

    assertThat(scene().ledger().passages().page(claim.extraction(), 0, 10)).isEmpty();
    assertThat(scene().ledger().entities().list(scene().project(), "", "", Place.START, 10))
        .isEmpty();
    Extraction extraction = scene().find(claim.extraction());
    assertThat(extraction.stage()).isEqualTo(Stage.ACCEPTED);
    assertThat(extraction.passages()).isEqualTo(Extraction.PassageCount.NONE);
    assertThat(extraction.status()).isEqualTo(Status.PROCESSING);
    assertThat(scene().recorded(claim, scene().passage(claim, 0, "Dear"))).isTrue();
  }

  @Test
  @DisplayName("S3: only who holds the claim begins anew")
  default void neverBeginsAnewForAnother() {
    Claim former = scene().claimed("a letter", "Dear Sir");
    assertThat(scene().recorded(former, scene().passage(former, 0, "Dear Sir"))).isTrue();
    assertThat(scene().postponed(former, Duration.ZERO)).isTrue();
    scene().claimAgain(former.extraction());

    assertThat(scene().ledger().passages().beginAnew(former)).isFalse();

    assertThat(scene().ledger().passages().page(former.extraction(), 0, 10)).hasSize(1);
  }
}
