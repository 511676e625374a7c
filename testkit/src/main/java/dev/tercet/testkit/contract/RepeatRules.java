package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.tercet.saga.Acceptance.Existing;
import dev.tercet.saga.AuditEvent;
import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.ModelCall;
import dev.tercet.saga.Status;
import dev.tercet.saga.Usage;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.AnswerStore.Asker;
import dev.tercet.saga.port.AnswerStore.Start;
import dev.tercet.saga.port.AnswerStore.Verdict;
import dev.tercet.saga.port.ExtractionReader.Change;
import dev.tercet.saga.port.ExtractionStore.Completion;
import dev.tercet.saga.port.ExtractionStore.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Trying again what is done without some of its passages (docs/protocol.md §2). */
interface RepeatRules {
  LedgerScene scene();

  private Extraction partial(String source, String text) {
    return ended(scene().claimed(source, text));
  }

  private Extraction ended(Claim claim) {
    assertThat(scene().extractions().completeWithout(claim, PartialRules.WITHOUT_ONE))
        .isEqualTo(Completion.DONE);
    return scene().find(claim.extraction());
  }

  private Outcome repeat(Extraction extraction) {
    return scene().extractions().again(scene().project(), extraction.id(), scene().nextId());
  }

  private Extraction repeated(Extraction extraction) {
    return repeat(extraction) instanceof Outcome.Changed(var now)
        ? now
        : fail("%s is tried again", extraction.id());
  }

  private UUID living(String source) {
    return scene().ledger().reader().living(scene().project(), source).orElseThrow();
  }

  @Test
  @DisplayName("S12: it is a new version, and the old one answers until that one is done")
  default void isANewVersion() {
    Extraction old = partial("a letter", "words riddle");
    Extraction again = repeated(old);

    assertThat(again.id()).isNotEqualTo(old.id());
    assertThat(again.status()).isEqualTo(Status.PENDING);
    assertThat(again.generation()).isEqualTo(old.generation() + 1);
    assertThat(again.source()).isEqualTo("a letter");
    assertThat(again.queue()).isEqualTo(old.queue());
    assertThat(again.maxAttempts()).isEqualTo(old.maxAttempts());
    assertThat(scene().ledger().reader().text(scene().project(), again.id()))
        .contains("words riddle");
    assertThat(living("a letter")).isEqualTo(old.id());
    assertThat(scene().path(old.id())).endsWith(Status.DONE);
    Change first = scene().history(again.id()).getFirst();
    assertThat(first.event()).isEqualTo(AuditEvent.RETRIED);

    scene().completed(scene().claim(again));
    assertThat(living("a letter")).isEqualTo(again.id());
    assertThat(scene().status(old.id())).isEqualTo(Status.SUPERSEDED);
    assertThat(scene().ledger().removals()).containsExactly(old.id());
  }

  @Test
  @DisplayName(
      "S12: without the same passages again, it takes the place of the old one all the same")
  default void mayBeDoneWithoutThemAgain() {
    Extraction old = partial("a letter", "words riddle");
    Extraction again = ended(scene().claim(repeated(old)));

    assertThat(living("a letter")).isEqualTo(again.id());
    assertThat(repeat(old)).isEqualTo(new Outcome.Refused(Status.SUPERSEDED));
    assertThat(repeated(again).generation()).isEqualTo(3);
  }

  @Test
  @DisplayName("S5: while one is under way nothing runs twice, and the same id gives the same")
  default void runsOnce() {
    Extraction old = partial("a letter", "words riddle");
    UUID id = scene().nextId();
    assertThat(scene().extractions().again(scene().project(), old.id(), id))
        .isInstanceOf(Outcome.Changed.class);
    assertThat(scene().extractions().again(scene().project(), old.id(), id))
        .isEqualTo(new Outcome.Changed(scene().find(id)));
    assertThat(repeated(old).id()).isEqualTo(id);
    assertThat(scene().extractions().accept(scene().submission("a letter", "words riddle")))
        .as("the same document once more")
        .isEqualTo(new Existing(scene().find(id)));

    Extraction card = partial("a card", "words riddle");
    List<Outcome> all =
        Race.all(
            IntStream.range(0, 8).<Callable<Outcome>>mapToObj(_ -> () -> repeat(card)).toList());
    assertThat(all)
        .extracting(it -> it instanceof Outcome.Changed(var now) ? now.id() : null)
        .doesNotContainNull()
        .containsOnly(Stream.of(repeated(card)).map(Extraction::id).toArray(UUID[]::new));
  }

  @Test
  @DisplayName("§2: after one that failed there may be another")
  default void followsOneThatFailed() {
    Extraction old = partial("a letter", "words riddle");
    Claim claim = scene().claim(repeated(old));
    assertThat(scene().extractions().fail(claim, LedgerScene.REFUSED)).isTrue();

    assertThat(living("a letter")).isEqualTo(old.id());
    assertThat(repeated(old).generation()).isEqualTo(old.generation() + 2);
  }

  @Test
  @DisplayName("§2: what is whole, not done, or has a newer version of other words is refused")
  default void refusesWhatIsNotToBeRepeated() {
    Extraction whole = scene().done("a letter", "words");
    assertThat(repeat(whole)).isEqualTo(new Outcome.Refused(Status.DONE));
    assertThat(repeat(scene().failed("a bill", "words")))
        .isEqualTo(new Outcome.Refused(Status.FAILED));
    Extraction old = partial("a card", "words riddle");
    Extraction newer = scene().accepted("a card", "other words");
    assertThat(repeat(old)).isEqualTo(new Outcome.Refused(Status.DONE));
    assertThat(scene().status(newer.id())).isEqualTo(Status.PENDING);
    scene().extractions().cancel(scene().project(), newer.id());
    assertThat(repeated(old).generation()).as("that one is over").isEqualTo(3);
  }

  @Test
  @DisplayName("S11: what is deleted is not repeated")
  default void repeatsNothingThatIsDeleted() {
    Extraction old = partial("a letter", "words riddle");
    scene().extractions().delete(scene().project(), old.id());

    assertThat(repeat(old)).isEqualTo(new Outcome.Absent());
    assertThat(scene().extractions().again(scene().nextId(), old.id(), scene().nextId()))
        .as("in another project")
        .isEqualTo(new Outcome.Absent());
  }

  @Test
  @DisplayName("§4: the new version may ask again what was answered in vain")
  default void mayAskAgain() {
    Claim claim = scene().claimed("a letter", "words riddle");
    for (int times = 0; times < 2; times++) {
      scene()
          .ledger()
          .answers()
          .ended(call(claim), new Verdict.Invalid("no", "?"), new Usage(1, 2, 3));
    }
    Extraction old = ended(claim);
    scene().ledger().letAMomentPass();

    Claim again = scene().claim(repeated(old));
    assertThat(
            scene()
                .ledger()
                .answers()
                .started(call(again), new Asker(again.session(), Duration.ofMinutes(5))))
        .isEqualTo(Start.BEGUN);
  }

  private ModelCall call(Claim claim) {
    return ModelCalls.remote(scene()).about(claim, 1, Fingerprint.of("riddle"));
  }
}
