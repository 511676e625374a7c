package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Claim;
import dev.tercet.saga.ModelCall;
import dev.tercet.saga.RetentionKind;
import dev.tercet.saga.Usage;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.AnswerStore;
import dev.tercet.saga.port.AnswerStore.Asker;
import dev.tercet.saga.port.AnswerStore.Verdict;
import dev.tercet.saga.port.AnswerStore.Verdict.Broken;
import dev.tercet.saga.port.AnswerStore.Verdict.Invalid;
import dev.tercet.saga.port.AnswerStore.Verdict.Valid;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What was spent stays spent, whatever becomes of the documents (docs/protocol.md §6). */
interface SpendRules {
  LedgerScene scene();

  private Usage spent() {
    return scene().ledger().projects().usage(scene().project());
  }

  private ModelCall call(Claim claim, int ordinal) {
    return new ModelCall(
        scene().nextId(),
        scene().project(),
        claim.extraction(),
        ordinal,
        claim.epoch(),
        "provider",
        "model",
        Fingerprint.of("words " + claim.extraction() + ordinal));
  }

  private void ended(ModelCall call, Verdict verdict, Usage usage) {
    scene().ledger().answers().ended(call, verdict, usage);
  }

  /** A finished document for which a model was asked twice, once in vain. */
  private UUID paidFor(String source) {
    Claim claim = scene().claimed(source, "words");
    ended(call(claim, 0), new Valid("[]"), new Usage(1, 10, 5));
    ended(call(claim, 1), new Invalid("no quote", "?"), new Usage(2, 20, 7));
    assertThat(scene().recorded(claim, scene().passage(claim, 0, "words"))).isTrue();
    return scene().completed(claim).id();
  }

  private void foldAll() {
    while (scene().ledger().retention().foldCounts()) {}
  }

  @Test
  @DisplayName("§6: deleting a document refunds nothing, and neither does deleting all")
  default void aDeletionRefundsNothing() {
    UUID first = paidFor("a letter");
    UUID second = paidFor("a card");
    Usage both = new Usage(6, 60, 24);
    assertThat(spent()).isEqualTo(both);

    scene().extractions().delete(scene().project(), first);
    scene().removed(first);
    assertThat(scene().extractions().standing(List.of(first))).isEmpty();
    assertThat(spent()).isEqualTo(both);
    foldAll();
    scene().extractions().delete(scene().project(), second);
    scene().removed(second);

    assertThat(scene().extractions().standing(List.of(second))).isEmpty();
    assertThat(spent()).isEqualTo(both);
    scene().ledger().projects().delete(scene().project());
    assertThat(spent()).isEqualTo(both);
  }

  @Test
  @DisplayName("§6: retention refunds nothing")
  default void retentionRefundsNothing() {
    UUID id = paidFor("a letter");
    Usage before = spent();
    scene().ledger().age(Duration.ofDays(400));

    for (RetentionKind kind : RetentionKind.values()) {
      scene().ledger().retention().purge(kind, Duration.ofDays(1), 10);
    }
    scene().removed(id);
    scene().ledger().retention().purge(RetentionKind.AUDIT, Duration.ZERO, 10);
    foldAll();

    assertThat(scene().extractions().standing(List.of(id))).isEmpty();
    assertThat(spent()).isEqualTo(before).isEqualTo(new Usage(3, 30, 12));
  }

  @Test
  @DisplayName("S6: a call counts as one from its start on, and as what it took once that is known")
  default void countsWhatNobodySawEnd() {
    AnswerStore answers = scene().ledger().answers();
    Claim claim = scene().claimed("a letter", "words");
    var asker = new Asker(claim.session(), Duration.ofMinutes(5));
    ModelCall lost = call(claim, 0);
    ModelCall broken = call(claim, 1);

    answers.started(lost, asker);
    answers.started(lost, asker);
    answers.started(broken, asker);
    assertThat(spent()).isEqualTo(new Usage(2, 0, 0));
    foldAll();
    ended(broken, new Broken("no"), new Usage(3, 30, 0));
    ended(broken, new Broken("no"), new Usage(9, 90, 9));

    assertThat(spent()).isEqualTo(new Usage(4, 30, 0));
    foldAll();
    assertThat(spent()).isEqualTo(new Usage(4, 30, 0));
  }
}
