package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tercet.saga.RecoveryStore;
import dev.tercet.saga.RecoveryStore.CollectionRecord;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is recorded of a collection before it is created (docs/protocol.md §8). */
interface CollectionRecordRules {
  LedgerScene scene();

  private RecoveryStore recovery() {
    return scene().ledger().recovery();
  }

  @Test
  @DisplayName("§8: a collection is recorded as refilling before it is created")
  default void recordsACollection() {
    assertThat(recovery().collection("points")).isNull();

    CollectionRecord created = recovery().creating("points", "model", 4);

    assertThat(created)
        .isEqualTo(
            new CollectionRecord("points", "model", 4, created.incarnation(), true, null, false));
    assertThat(created.incarnation()).isNotBlank();
    assertThat(recovery().collection("points")).isEqualTo(created);
    assertThat(recovery().collection("others")).isNull();
  }

  @Test
  @DisplayName("§8: a whole refill ends refilling, and keeps the incarnation")
  default void remembersThatTheRefillIsWhole() {
    CollectionRecord created = recovery().creating("points", "model", 4);
    CollectionRecord other = recovery().creating("others", "model", 4);

    recovery().refilled(created);
    recovery().refilled(named("unknown", created));

    assertThat(recovery().collection("points"))
        .isEqualTo(
            new CollectionRecord("points", "model", 4, created.incarnation(), false, null, false));
    assertThat(recovery().collection("others")).isEqualTo(other);
    assertThat(recovery().collection("unknown")).isNull();
  }

  @Test
  @DisplayName("§8: a collection that is created again is another incarnation, and refills")
  default void beginsAnewWhenItIsCreatedAgain() {
    CollectionRecord first = recovery().creating("points", "model", 4);
    recovery().refilled(first);

    CollectionRecord second = recovery().creating("points", "another model", 4);

    assertThat(second.incarnation()).isNotEqualTo(first.incarnation());
    assertThat(second.refilling()).isTrue();
    assertThat(second.model()).isEqualTo("another model");
    assertThat(recovery().collection("points")).isEqualTo(second);
  }

  @Test
  @DisplayName("§8: a late end of a refill says nothing of a collection created meanwhile")
  default void believesNoRefillOfAFormerIncarnation() {
    CollectionRecord former = recovery().creating("points", "model", 4);
    CollectionRecord now = recovery().creating("points", "model", 4);

    recovery().refilledTo(former, new UUID(7, 7));
    recovery().refilled(former);

    assertThat(recovery().collection("points")).isEqualTo(now);
  }

  private static CollectionRecord named(String name, CollectionRecord like) {
    return new CollectionRecord(
        name, like.model(), like.dimension(), like.incarnation(), true, null, false);
  }

  @Test
  @DisplayName("§8: a refill goes on where it stopped, and a new collection begins anew")
  default void remembersHowFarARefillHasCome() {
    CollectionRecord points = recovery().creating("points", "model", 4);
    recovery().creating("others", "model", 4);

    recovery().refilledTo(points, new UUID(7, 7));
    recovery().refilledTo(named("unknown", points), new UUID(8, 8));

    assertThat(recovery().collection("points"))
        .extracting(CollectionRecord::refilledTo, CollectionRecord::refilling)
        .containsExactly(new UUID(7, 7), true);
    assertThat(recovery().collection("others")).extracting(CollectionRecord::refilledTo).isNull();
    assertThat(recovery().creating("points", "model", 4).refilledTo()).isNull();
  }

  @Test
  @DisplayName("§8: the collection that was chosen last is first, and refills beside others")
  default void remembersWhichWasChosenLast() {
    recovery().refilled(recovery().creating("old", "old model", 4));
    scene().ledger().letAMomentPass();
    recovery().creating("new", "new model", 8);
    scene().ledger().letAMomentPass();

    recovery().chosen("old", "old model");
    recovery().chosen("unknown", "no model");

    assertThat(recovery().collections())
        .extracting(CollectionRecord::name)
        .containsExactly("old", "new");
    assertThat(recovery().collections())
        .as("rows may still name points in the other one")
        .allMatch(CollectionRecord::refilling);
    assertThat(recovery().collections().getLast().dimension()).isEqualTo(8);
  }

  @Test
  @DisplayName("§8: a collection alone is whole when it is chosen again")
  default void staysWholeWhenItIsChosenAlone() {
    recovery().refilled(recovery().creating("points", "model", 4));

    recovery().chosen("points", "model of the same");

    assertThat(recovery().collections())
        .extracting(CollectionRecord::model, CollectionRecord::refilling)
        .containsExactly(tuple("model of the same", false));
  }

  @Test
  @DisplayName("§8: a retired collection is known, holds nobody up, and may come back")
  default void remembersWhatIsRetired() {
    recovery().creating("old", "model", 4);
    scene().ledger().letAMomentPass();
    recovery().refilled(recovery().creating("new", "model", 4));

    recovery().retired("old");
    recovery().chosen("new", "model");

    assertThat(recovery().collections())
        .extracting(CollectionRecord::retired, CollectionRecord::refilling)
        .containsExactly(tuple(false, false), tuple(true, false));
    recovery().chosen("old", "model");
    assertThat(recovery().collections())
        .extracting(CollectionRecord::name, CollectionRecord::retired, CollectionRecord::refilling)
        .containsExactly(tuple("old", false, true), tuple("new", false, false));
    recovery().retired("old");
    assertThat(recovery().creating("old", "model", 4).retired()).isFalse();
  }
}
