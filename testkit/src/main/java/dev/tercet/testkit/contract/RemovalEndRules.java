package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.AuditEvent;
import dev.tercet.saga.Claim;
import dev.tercet.saga.ModelCall;
import dev.tercet.saga.Status;
import dev.tercet.saga.Usage;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.AnswerStore.Use;
import dev.tercet.saga.port.AnswerStore.Verdict.Valid;
import dev.tercet.saga.port.EntityStore.Entity;
import dev.tercet.saga.port.EntityStore.Mention;
import dev.tercet.saga.port.EntityStore.Place;
import dev.tercet.saga.port.ExtractionReader.Change;
import dev.tercet.saga.port.RemovalStore;
import dev.tercet.saga.port.RemovalStore.Removal;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What goes when a removal is over, and what stays (docs/protocol.md §4 and §6). */
interface RemovalEndRules {
  Fingerprint ANSWER = Fingerprint.of("model", "prompt", "words");

  LedgerScene scene();

  private RemovalStore removals() {
    return scene().ledger().removalStore();
  }

  private boolean isAnswered() {
    return isFoundBy(new UUID(0, 9));
  }

  private boolean isFoundBy(UUID extraction) {
    return scene()
        .ledger()
        .answers()
        .find(scene().project(), extraction, List.of(ANSWER), Use.FOUND)
        .containsKey(ANSWER);
  }

  /** A finished document whose passage was answered and mentions somebody. */
  private UUID whole(String source) {
    Claim claim = scene().claimed(source, "words");
    ModelCall call =
        new ModelCall(
            scene().nextId(),
            scene().project(),
            claim.extraction(),
            0,
            claim.epoch(),
            "provider",
            "model",
            ANSWER);
    scene().ledger().answers().ended(call, new Valid("[]"), new Usage(1, 10, 5));
    assertThat(scene().recorded(claim, scene().passage(claim, 0, "words"))).isTrue();
    scene().ledger().entities().link(claim, List.of(new Mention("person", "Ann", "ann", 0)));
    return scene().completed(claim).id();
  }

  private void delete(UUID extraction) {
    scene().extractions().delete(scene().project(), extraction);
    scene().removed(extraction);
  }

  private List<Entity> entities() {
    return scene().ledger().entities().list(scene().project(), "", "", Place.START, 10);
  }

  @Test
  @DisplayName("S11: when a deletion is over, nothing is left of the document but its audit trail")
  default void dropsEverythingOfADeletedDocument() {
    UUID id = whole("a letter");
    assertThat(isAnswered()).isTrue();
    assertThat(entities()).hasSize(1);

    delete(id);

    assertThat(scene().extractions().standing(List.of(id))).isEmpty();
    assertThat(scene().ledger().removals()).isEmpty();
    assertThat(scene().ledger().passages().page(id, 0, 10)).isEmpty();
    assertThat(isAnswered()).isFalse();
    assertThat(entities()).isEmpty();
    assertThat(scene().path(id))
        .containsExactly(Status.PENDING, Status.PROCESSING, Status.DONE, Status.DELETING);
    assertThat(scene().ledger().projects().counts(scene().project()).values()).containsOnly(0L);
  }

  @Test
  @DisplayName("§4: an answer goes with the last document that rests on it")
  default void keepsAnswersThatOthersRestOn() {
    UUID first = whole("a letter");
    UUID second = whole("a copy of it");

    delete(first);
    assertThat(isAnswered()).isTrue();
    assertThat(entities()).extracting(Entity::extractions).containsExactly(List.of(second));

    delete(second);
    assertThat(isAnswered()).isFalse();
  }

  @Test
  @DisplayName("§4: an answer that was only found is kept for its finder")
  default void keepsAnswersForTheirFinders() {
    UUID asker = whole("a letter");
    UUID finder = scene().claimed("a copy of it", "words").extraction();
    assertThat(isFoundBy(finder)).isTrue();

    delete(asker);
    assertThat(isAnswered()).isTrue();

    delete(finder);
    assertThat(isAnswered()).isFalse();
  }

  @Test
  @DisplayName("§4: deletions that end at the same time leave no answer between them")
  default void leavesNoAnswerBetweenTwoDeletions() {
    for (int round = 0; round < 20; round++) {
      List<UUID> copies = List.of(whole("a letter " + round), whole("a copy " + round));
      copies.forEach(it -> scene().extractions().delete(scene().project(), it));
      removals().confirmed(copies, Duration.ZERO);
      List<Callable<Boolean>> ends =
          removals().due(SecondProject.EVERYTHING, 10).stream()
              .<Callable<Boolean>>map(it ->
                  () -> {
                    removals().finished(List.of(it));
                    return true;
                  })
              .toList();

      assertThat(Race.all(ends)).hasSize(2);
      assertThat(isAnswered()).isFalse();
    }
  }

  @Test
  @DisplayName("§4: whoever finds an answer while its last user goes keeps it, or finds none")
  default void neverTakesAFoundAnswerAway() {
    for (int round = 0; round < 20; round++) {
      UUID last = whole("a letter " + round);
      UUID finder = scene().claimed("a copy " + round, "words").extraction();
      scene().extractions().delete(scene().project(), last);
      removals().confirmed(List.of(last), Duration.ZERO);
      List<Removal> read = removals().due(SecondProject.EVERYTHING, 10);

      List<Boolean> found =
          Race.all(
              List.of(
                  () -> isFoundBy(finder),
                  () -> {
                    removals().finished(read);
                    return isFoundBy(finder);
                  }));

      assertThat(found.getLast()).as("round %d", round).isEqualTo(found.getFirst());
      delete(finder);
      assertThat(isAnswered()).isFalse();
    }
  }

  @Test
  @DisplayName("§6: superseded and cancelled rows stay until retention; only removals end")
  default void keepsRowsThatAreNotBeingDeleted() {
    UUID cancelled = scene().cancelled("a card", "words").id();
    UUID superseded = whole("a letter");
    scene().done("a letter", "other words");

    scene().removed(cancelled, superseded);

    assertThat(scene().ledger().removals()).isEmpty();
    assertThat(scene().status(cancelled)).isEqualTo(Status.CANCELLED);
    assertThat(scene().status(superseded)).isEqualTo(Status.SUPERSEDED);
    assertThat(scene().ledger().passages().page(superseded, 0, 10)).hasSize(1);
    assertThat(isAnswered()).isTrue();
  }

  @Test
  @DisplayName("§2: generations never go down, not by deletion")
  default void keepsTheGenerations() {
    UUID id = whole("a letter");
    delete(id);

    assertThat(scene().accepted("a letter", "words").generation()).isEqualTo(2);
  }

  @Test
  @DisplayName("S5: finishing twice, or what is unknown, does nothing more")
  default void finishesOnce() {
    UUID id = whole("a letter");
    UUID other = whole("a card");
    scene().extractions().delete(scene().project(), id);
    List<Removal> read = removals().due(SecondProject.EVERYTHING, 10);

    removals().finished(read);
    removals().finished(read);
    removals().finished(List.of());

    assertThat(scene().status(other)).isEqualTo(Status.DONE);
    assertThat(scene().path(id)).hasSize(4);
  }

  @Test
  @DisplayName("S9: when every store was read, a deleted document's history ends with a receipt")
  default void endsAHistoryWithAReceipt() {
    UUID deleted = whole("a letter");
    UUID superseded = whole("a card");
    scene().done("a card", "other words");
    scene().extractions().delete(scene().project(), deleted);
    Map<Status, Long> before = scene().ledger().projects().counts(scene().project());

    removals().finished(removals().due(SecondProject.EVERYTHING, 10), true);

    Change receipt = scene().history(deleted).getLast();
    assertThat(receipt.from()).isEqualTo(Status.DELETING);
    assertThat(receipt.to()).isEqualTo(Status.DELETING);
    assertThat(receipt.reason()).isEqualTo(RemovalStore.RECEIPT);
    assertThat(receipt.event()).isEqualTo(AuditEvent.REMOVED);
    assertThat(scene().history(superseded).getLast().to())
        .as("what stays has none")
        .isEqualTo(Status.SUPERSEDED);
    Map<Status, Long> after = new EnumMap<>(before);
    after.merge(Status.DELETING, -1L, Long::sum);
    assertThat(scene().ledger().projects().counts(scene().project())).isEqualTo(after);
  }

  @Test
  @DisplayName("S9: a receipt is only written where every store was read")
  default void writesNoReceiptUnread() {
    UUID deleted = whole("a letter");
    scene().extractions().delete(scene().project(), deleted);

    removals().finished(removals().due(SecondProject.EVERYTHING, 10), false);

    assertThat(scene().history(deleted).getLast().reason()).isNotEqualTo(RemovalStore.RECEIPT);
  }

  @Test
  @DisplayName("S11: a removal that began anew since it was read goes on")
  default void leavesARemovalThatBeganAnew() {
    UUID superseded = whole("a letter");
    scene().done("a letter", "other words");
    removals().confirmed(List.of(superseded), Duration.ZERO);
    List<Removal> read = removals().due(SecondProject.EVERYTHING, 10);
    assertThat(read).extracting(Removal::extraction).containsExactly(superseded);

    scene().extractions().delete(scene().project(), superseded);
    removals().finished(read);

    assertThat(scene().ledger().removals()).containsExactly(superseded);
    assertThat(scene().status(superseded)).isEqualTo(Status.DELETING);
    removals().finished(removals().due(SecondProject.EVERYTHING, 10));
    assertThat(scene().extractions().standing(List.of(superseded))).isEmpty();
  }
}
