package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.RecoveryStore;
import dev.tercet.saga.RecoveryStore.CollectionRecord;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is recorded of a collection before it is created (PROTOCOL.md section 8). */
interface CollectionRecordRules {
  LedgerScene scene();

  private RecoveryStore recovery() {
    return scene().ledger().recovery();
  }

  @Test
  @DisplayName("PROTOCOL 8: a collection is recorded as refilling before it is created")
  default void recordsACollection() {
    assertThat(recovery().collection("points")).isNull();

    CollectionRecord created = recovery().creating("points", "model");

    assertThat(created)
        .isEqualTo(new CollectionRecord("points", "model", created.incarnation(), true));
    assertThat(created.incarnation()).isNotBlank();
    assertThat(recovery().collection("points")).isEqualTo(created);
    assertThat(recovery().collection("others")).isNull();
  }

  @Test
  @DisplayName("PROTOCOL 8: a whole refill ends refilling, and keeps the incarnation")
  default void remembersThatTheRefillIsWhole() {
    CollectionRecord created = recovery().creating("points", "model");
    CollectionRecord other = recovery().creating("others", "model");

    recovery().refilled("points");
    recovery().refilled("unknown");

    assertThat(recovery().collection("points"))
        .isEqualTo(new CollectionRecord("points", "model", created.incarnation(), false));
    assertThat(recovery().collection("others")).isEqualTo(other);
    assertThat(recovery().collection("unknown")).isNull();
  }

  @Test
  @DisplayName("PROTOCOL 8: a collection that is created again is another incarnation, and refills")
  default void beginsAnewWhenItIsCreatedAgain() {
    CollectionRecord first = recovery().creating("points", "model");
    recovery().refilled("points");

    CollectionRecord second = recovery().creating("points", "another model");

    assertThat(second.incarnation()).isNotEqualTo(first.incarnation());
    assertThat(second.refilling()).isTrue();
    assertThat(second.model()).isEqualTo("another model");
    assertThat(recovery().collection("points")).isEqualTo(second);
  }
}
