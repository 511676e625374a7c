package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.AttemptWork;
import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Status;
import dev.tercet.saga.Usage;
import dev.tercet.saga.port.AnswerStore.Verdict;
import dev.tercet.saga.port.ClosingStore.Closed;
import dev.tercet.saga.port.ClosingStore.Closing;
import dev.tercet.saga.port.ClosingStore.FreeAnswer;
import dev.tercet.saga.port.EntityStore.Entity;
import dev.tercet.saga.port.ExtractionStore.Completion;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a closing writes, and when it writes nothing (docs/protocol.md §4). */
interface ClosingRules {
  LedgerScene scene();

  private ClosingScene closings() {
    return new ClosingScene(scene());
  }

  @Test
  @DisplayName("S4: what is closed is done, whole and living, with everything that was found")
  default void closesAnAttempt() {
    Claim claim = scene().claimed("a letter", "words");
    Closing closing = closings().closing(claim, "words");

    Closed closed = closings().close(closing);

    UUID call = closing.answers().getFirst().call().id();
    assertThat(closed).isEqualTo(new Closed.Ended(Completion.DONE, Set.of(call)));
    Extraction extraction = scene().find(claim.extraction());
    assertThat(extraction.status()).isEqualTo(Status.DONE);
    assertThat(extraction.stage()).isEqualTo(Stage.LINKED);
    assertThat(extraction.passages()).isEqualTo(new Extraction.PassageCount(1, 1, 1));
    assertThat(extraction.usage()).isEqualTo(ClosingScene.USAGE);
    assertThat(extraction.madeWith()).containsExactly(LedgerScene.MADE_WITH);
    assertThat(closings().passages(extraction.id())).isEqualTo(closing.passages());
    assertThat(closings().entities())
        .extracting(Entity::extractions)
        .containsExactly(List.of(claim.extraction()));
    assertThat(closings().isKept("words")).isTrue();
    assertThat(scene().ledger().reader().living(scene().project(), "a letter"))
        .contains(extraction.id());
    assertThat(scene().path(extraction.id()))
        .containsExactly(Status.PENDING, Status.PROCESSING, Status.DONE);
  }

  @Test
  @DisplayName("§3: done in my epoch and session means that it was me, and notes nothing twice")
  default void recognisesItsOwnEnd() {
    Claim claim = scene().claimed("a letter", "words");
    closings().close(claim, "words");

    assertThat(closings().close(claim, "words"))
        .isEqualTo(new Closed.Ended(Completion.DONE, Set.of()));

    assertThat(scene().find(claim.extraction()).usage()).isEqualTo(ClosingScene.USAGE);
    assertThat(scene().path(claim.extraction()))
        .containsExactly(Status.PENDING, Status.PROCESSING, Status.DONE);
  }

  @Test
  @DisplayName("S6: what has been answered before is used, and no call is noted")
  default void usesTheAnswerThatIsThere() {
    Claim first = scene().claimed("a letter", "words");
    closings().close(first, "words");
    Claim second = scene().claimed("a note", "words");

    assertThat(closings().close(second, "words"))
        .isEqualTo(new Closed.Ended(Completion.DONE, Set.of()));

    assertThat(scene().find(second.extraction()).usage()).isEqualTo(Usage.NONE);
    closings().deleteAndRemove(first);
    assertThat(closings().isKept("words")).as("the second document uses it").isTrue();
    closings().deleteAndRemove(second);
    assertThat(closings().isKept("words")).isFalse();
  }

  @Test
  @DisplayName("§4: another answer that is stored keeps it open, with nothing written")
  default void doesNotCloseAgainstAnotherAnswer() {
    Claim first = scene().claimed("a letter", "words");
    FreeAnswer stored = closings().answer(first, "words", "[]");
    scene().ledger().answers().ended(stored.call(), new Verdict.Valid("[]"), ClosingScene.USAGE);
    Claim second = scene().claimed("a note", "words");

    assertThat(closings().close(second, "words")).isEqualTo(new Closed.AnsweredDifferently());

    assertThat(scene().status(second.extraction())).isEqualTo(Status.PROCESSING);
    assertThat(closings().passages(second.extraction())).isEmpty();
    assertThat(closings().entities()).isEmpty();
    assertThat(scene().find(second.extraction()).usage()).isEqualTo(Usage.NONE);
    assertThat(closings().close(closings().closing(second, "words", "[]")))
        .isEqualTo(new Closed.Ended(Completion.DONE, Set.of()));
  }

  @Test
  @DisplayName(
      "S4: of a version that a newer one has overtaken no answer is kept, and its points have names")
  default void keepsNoAnswerOfAnOvertakenVersion() {
    Extraction old = scene().failed("a letter", "A");
    scene().done("a letter", "B");
    scene().extractions().retry(scene().project(), old.id());
    Claim late = scene().claimAgain(old.id());

    assertThat(closings().close(late, "A"))
        .isEqualTo(new Closed.Ended(Completion.SUPERSEDED, Set.of()));

    assertThat(scene().status(old.id())).isEqualTo(Status.SUPERSEDED);
    assertThat(scene().ledger().removals()).containsExactly(old.id());
    assertThat(closings().passages(old.id())).as("by which its points are removed").hasSize(1);
    assertThat(scene().find(old.id()).passages()).isEqualTo(new Extraction.PassageCount(1, 1, 1));
    assertThat(scene().find(old.id()).usage()).isEqualTo(Usage.NONE);
    assertThat(closings().isKept("A")).isFalse();
  }

  @Test
  @DisplayName("S12: the predecessor answers until its successor is closed, and leaves with it")
  default void supersedesThePredecessor() {
    Extraction old = scene().done("a letter", "A");
    Claim claim = scene().claimed("a letter", "B");

    closings().close(claim, "B");

    assertThat(scene().ledger().reader().living(scene().project(), "a letter"))
        .contains(claim.extraction());
    assertThat(scene().path(old.id())).endsWith(Status.DONE, Status.SUPERSEDED);
    assertThat(scene().ledger().removals()).containsExactly(old.id());
  }

  @Test
  @DisplayName("§3: data that is refused leaves nothing, and its neighbours are closed")
  default void closesTheNeighboursOfRefusedData() {
    List<Claim> claims =
        IntStream.range(0, 20).mapToObj(n -> scene().claimed("source " + n, "words " + n)).toList();
    List<Callable<Closed>> closers =
        claims.stream()
            .<Callable<Closed>>map(claim -> {
              int n = claims.indexOf(claim);
              String facts = n == 7 ? "no JSON" : "[]";
              return () -> closings().close(closings().closing(claim, "words " + n, facts));
            })
            .toList();

    List<Race.Outcome<Closed>> outcomes = new ArrayList<>(Race.outcomes(closers));

    assertThat(outcomes.remove(7)).isInstanceOf(Race.Outcome.Threw.class);
    assertThat(outcomes).hasOnlyElementsOfType(Race.Outcome.Returned.class);
    Claim refused = claims.get(7);
    assertThat(scene().status(refused.extraction())).isEqualTo(Status.PROCESSING);
    assertThat(closings().passages(refused.extraction())).isEmpty();
    assertThat(claims.stream().filter(it -> !it.equals(refused)))
        .allSatisfy(it -> assertThat(scene().status(it.extraction())).isEqualTo(Status.DONE));
  }

  @Test
  @DisplayName("§4: the cut that is closed by stands with the extraction")
  default void notesTheCut() {
    Extraction extraction = scene().accepted("a letter", "words");
    Claim claim =
        scene()
            .extractions()
            .claim(
                List.of(LedgerScene.hint(extraction)),
                scene().openSession("1/100").id(),
                LedgerScene.ATTEMPT)
            .getFirst();
    scene().ledger().passages().beginAnew(claim);

    closings().close(claim, "words");

    assertThat(scene().extractions().load(List.of(claim)))
        .extracting(AttemptWork::cut)
        .containsExactly("1/100");
  }
}
