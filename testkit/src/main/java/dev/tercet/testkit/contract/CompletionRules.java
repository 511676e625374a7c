package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.ExtractionReader.Change;
import dev.tercet.saga.port.ExtractionStore.Completion;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Completing: record last, the newest finished version answers (docs/protocol.md §4). */
interface CompletionRules {
  LedgerScene scene();

  @Test
  @DisplayName("S4: a completed extraction is done, whole and living")
  default void completesAnAttempt() {
    Claim claim = scene().claimed("a letter", "words");
    scene().postponed(claim, Duration.ZERO);
    Claim second = scene().claimAgain(claim.extraction());

    assertThat(scene().extractions().complete(second)).isEqualTo(Completion.DONE);

    Extraction extraction = scene().find(claim.extraction());
    assertThat(extraction.status()).isEqualTo(Status.DONE);
    assertThat(extraction.stage()).isEqualTo(Stage.LINKED);
    assertThat(extraction.doneAt()).isNotNull();
    assertThat(extraction.failure()).as("what went wrong before is over").isNull();
    assertThat(living("a letter")).contains(extraction.id());
    Change change = scene().history(extraction.id()).getLast();
    assertThat(change.from()).isEqualTo(Status.PROCESSING);
    assertThat(change.epoch()).isEqualTo(second.epoch());
    assertThat(change.worker()).isEqualTo(second.session());
  }

  @Test
  @DisplayName("§3: done in my epoch and session means that it was me")
  default void recognisesItsOwnCompletion() {
    Claim claim = scene().claimed("a letter", "words");
    scene().extractions().complete(claim);

    assertThat(scene().extractions().complete(claim)).isEqualTo(Completion.DONE);
    assertThat(scene().path(claim.extraction()))
        .containsExactly(Status.PENDING, Status.PROCESSING, Status.DONE);
  }

  @Test
  @DisplayName("S3: a completion that somebody else made is not mine")
  default void doesNotClaimAnothersCompletion() {
    Claim first = scene().claimed("a letter", "words");
    scene().postponed(first, Duration.ZERO);
    scene().completed(scene().claimAgain(first.extraction()));

    assertThat(scene().extractions().complete(first)).isEqualTo(Completion.LOST);
  }

  @Test
  @DisplayName("S12: the old version answers until the new one is done, and leaves with it")
  default void supersedesThePredecessorAtCompletion() {
    Extraction old = scene().done("a letter", "A");
    Claim claim = scene().claimed("a letter", "B");
    assertThat(living("a letter")).contains(old.id());
    assertThat(scene().ledger().removals()).isEmpty();

    scene().completed(claim);

    assertThat(living("a letter")).contains(claim.extraction());
    assertThat(scene().path(old.id())).endsWith(Status.DONE, Status.SUPERSEDED);
    assertThat(scene().ledger().removals()).containsExactly(old.id());
    assertThat(scene().history(old.id()).getLast().epoch()).isEqualTo(old.epoch());
  }

  @Test
  @DisplayName("S12: each version is superseded once, by the next one that is done")
  default void supersedesEachPredecessorOnce() {
    List<UUID> versions =
        IntStream.range(0, 5).mapToObj(n -> scene().done("a letter", "version " + n).id()).toList();

    assertThat(versions.subList(0, 4))
        .allSatisfy(id ->
            assertThat(scene().path(id))
                .containsExactly(
                    Status.PENDING, Status.PROCESSING, Status.DONE, Status.SUPERSEDED));
    assertThat(living("a letter")).contains(versions.getLast());
  }

  @Test
  @DisplayName("§4: versions completed in reverse order leave the newest in place")
  default void endsAnOldVersionAsSupersededWhenANewerHasFinished() {
    Extraction old = scene().failed("a letter", "A");
    Extraction newer = scene().done("a letter", "B");
    scene().extractions().retry(scene().project(), old.id());
    Claim late = scene().claimAgain(old.id());

    assertThat(scene().extractions().complete(late)).isEqualTo(Completion.SUPERSEDED);

    assertThat(scene().status(old.id())).isEqualTo(Status.SUPERSEDED);
    assertThat(scene().ledger().removals()).containsExactly(old.id());
    assertThat(scene().status(newer.id())).isEqualTo(Status.DONE);
    assertThat(living("a letter")).contains(newer.id());
    assertThat(scene().history(old.id()).getLast().from()).isEqualTo(Status.PROCESSING);
  }

  @Test
  @DisplayName("§4: an old version done before the newer one answers in the meantime")
  default void letsARetriedOldVersionAnswerUntilTheNewerIsDone() {
    Extraction old = scene().failed("a letter", "A");
    Claim newer = scene().claimed("a letter", "B");
    scene().extractions().retry(scene().project(), old.id());
    scene().completed(scene().claimAgain(old.id()));
    assertThat(living("a letter")).contains(old.id());

    scene().completed(newer);

    assertThat(living("a letter")).contains(newer.extraction());
    assertThat(scene().status(old.id())).isEqualTo(Status.SUPERSEDED);
  }

  @Test
  @DisplayName("§4: deleting the current version does not revive its predecessor")
  default void doesNotReviveThePredecessorOfADeletedVersion() {
    scene().done("a letter", "A");
    Extraction current = scene().done("a letter", "B");

    scene().extractions().delete(scene().project(), current.id());

    assertThat(living("a letter")).isEmpty();
  }

  @Test
  @DisplayName("§4: after a deletion an older version still counts as overtaken")
  default void remembersWhatHadFinishedAfterItsDeletion() {
    Extraction old = scene().failed("a letter", "A");
    Extraction newer = scene().done("a letter", "B");
    scene().extractions().delete(scene().project(), newer.id());
    scene().extractions().retry(scene().project(), old.id());

    assertThat(scene().extractions().complete(scene().claimAgain(old.id())))
        .isEqualTo(Completion.SUPERSEDED);
    assertThat(living("a letter")).isEmpty();
  }

  @Test
  @DisplayName("S12: two versions completed at once leave exactly the newest")
  default void ordersVersionsThatCompleteAtOnce() {
    for (int round = 0; round < 15; round++) {
      String source = "source " + round;
      Extraction old = scene().failed(source, "A");
      Claim newer = scene().claimed(source, "B");
      scene().extractions().retry(scene().project(), old.id());
      Claim late = scene().claimAgain(old.id());

      List<Completion> completions =
          Race.all(
              List.of(
                  () -> scene().extractions().complete(late),
                  () -> scene().extractions().complete(newer)));

      assertThat(completions).element(1).isEqualTo(Completion.DONE);
      assertThat(completions).element(0).isIn(Completion.DONE, Completion.SUPERSEDED);
      assertThat(scene().status(old.id())).isEqualTo(Status.SUPERSEDED);
      assertThat(scene().path(old.id())).containsOnlyOnce(Status.SUPERSEDED);
      assertThat(scene().ledger().removals()).contains(old.id());
      assertThat(living(source)).contains(newer.extraction());
    }
  }

  @Test
  @DisplayName("S3: many sources completed at once are each done once")
  default void completesManyAtOnce() {
    List<Claim> claims =
        IntStream.range(0, 40).mapToObj(n -> scene().claimed("source " + n, "words")).toList();

    List<Completion> completions =
        Race.all(
            claims.stream()
                .<Callable<Completion>>map(claim -> () -> scene().extractions().complete(claim))
                .toList());

    assertThat(completions).containsOnly(Completion.DONE);
    assertThat(claims)
        .allSatisfy(claim ->
            assertThat(scene().path(claim.extraction()))
                .containsExactly(Status.PENDING, Status.PROCESSING, Status.DONE));
  }

  private Optional<UUID> living(String source) {
    return scene().ledger().reader().living(scene().project(), source);
  }
}
