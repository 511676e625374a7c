package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tercet.saga.port.CollectionStore;
import dev.tercet.saga.port.CollectionStore.CollectionRecord;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is recorded of a collection before it is created (docs/protocol.md §8). */
interface CollectionRecordRules {
  LedgerScene scene();

  private CollectionStore collections() {
    return scene().ledger().collections();
  }

  @Test
  @DisplayName("§8: a collection is recorded as refilling before it is created")
  default void recordsACollection() {
    assertThat(collections().named("points")).isNull();

    CollectionRecord created = collections().creating("points", "model", 4);

    assertThat(created)
        .isEqualTo(
            new CollectionRecord("points", "model", 4, created.incarnation(), true, null, false));
    assertThat(created.incarnation()).isNotBlank();
    assertThat(collections().named("points")).isEqualTo(created);
    assertThat(collections().named("others")).isNull();
  }

  @Test
  @DisplayName("§8: a whole refill ends refilling, and keeps the incarnation")
  default void remembersThatTheRefillIsWhole() {
    CollectionRecord created = collections().creating("points", "model", 4);
    CollectionRecord other = collections().creating("others", "model", 4);

    collections().refilled(created);
    collections().refilled(named("unknown", created));

    assertThat(collections().named("points"))
        .isEqualTo(
            new CollectionRecord("points", "model", 4, created.incarnation(), false, null, false));
    assertThat(collections().named("others")).isEqualTo(other);
    assertThat(collections().named("unknown")).isNull();
  }

  @Test
  @DisplayName("§8: a collection that is created again is another incarnation, and refills")
  default void beginsAnewWhenItIsCreatedAgain() {
    CollectionRecord first = collections().creating("points", "model", 4);
    collections().refilled(first);

    CollectionRecord second = collections().creating("points", "another model", 4);

    assertThat(second.incarnation()).isNotEqualTo(first.incarnation());
    assertThat(second.refilling()).isTrue();
    assertThat(second.model()).isEqualTo("another model");
    assertThat(collections().named("points")).isEqualTo(second);
  }

  @Test
  @DisplayName("§8: a late end of a refill says nothing of a collection created meanwhile")
  default void believesNoRefillOfAFormerIncarnation() {
    CollectionRecord former = collections().creating("points", "model", 4);
    CollectionRecord now = collections().creating("points", "model", 4);

    collections().refilledTo(former, new UUID(7, 7));
    collections().refilled(former);

    assertThat(collections().named("points")).isEqualTo(now);
  }

  private static CollectionRecord named(String name, CollectionRecord like) {
    return new CollectionRecord(
        name, like.model(), like.dimension(), like.incarnation(), true, null, false);
  }

  @Test
  @DisplayName("§8: a refill goes on where it stopped, and a new collection begins anew")
  default void remembersHowFarARefillHasCome() {
    CollectionRecord points = collections().creating("points", "model", 4);
    collections().creating("others", "model", 4);

    collections().refilledTo(points, new UUID(7, 7));
    collections().refilledTo(named("unknown", points), new UUID(8, 8));

    assertThat(collections().named("points"))
        .extracting(CollectionRecord::refilledTo, CollectionRecord::refilling)
        .containsExactly(new UUID(7, 7), true);
    assertThat(collections().named("others")).extracting(CollectionRecord::refilledTo).isNull();
    assertThat(collections().creating("points", "model", 4).refilledTo()).isNull();
  }

  @Test
  @DisplayName("§8: the collection that was chosen last is first, and refills beside others")
  default void remembersWhichWasChosenLast() {
    collections().refilled(collections().creating("old", "old model", 4));
    scene().ledger().letAMomentPass();
    collections().creating("new", "new model", 8);
    scene().ledger().letAMomentPass();

    collections().chosen("old", "old model");
    collections().chosen("unknown", "no model");

    assertThat(collections().all())
        .extracting(CollectionRecord::name)
        .containsExactly("old", "new");
    assertThat(collections().all())
        .as("rows may still name points in the other one")
        .allMatch(CollectionRecord::refilling);
    assertThat(collections().all().getLast().dimension()).isEqualTo(8);
  }

  @Test
  @DisplayName("§8: a collection alone is whole when it is chosen again")
  default void staysWholeWhenItIsChosenAlone() {
    collections().refilled(collections().creating("points", "model", 4));

    collections().chosen("points", "model of the same");

    assertThat(collections().all())
        .extracting(CollectionRecord::model, CollectionRecord::refilling)
        .containsExactly(tuple("model of the same", false));
  }

  @Test
  @DisplayName("§8: a retired collection is known, holds nobody up, and may come back")
  default void remembersWhatIsRetired() {
    collections().creating("old", "model", 4);
    scene().ledger().letAMomentPass();
    collections().refilled(collections().creating("new", "model", 4));

    collections().retired("old");
    collections().chosen("new", "model");

    assertThat(collections().all())
        .extracting(CollectionRecord::retired, CollectionRecord::refilling)
        .containsExactly(tuple(false, false), tuple(true, false));
    collections().chosen("old", "model");
    assertThat(collections().all())
        .extracting(CollectionRecord::name, CollectionRecord::retired, CollectionRecord::refilling)
        .containsExactly(tuple("old", false, true), tuple("new", false, false));
    collections().retired("old");
    assertThat(collections().creating("old", "model", 4).retired()).isFalse();
  }
}
