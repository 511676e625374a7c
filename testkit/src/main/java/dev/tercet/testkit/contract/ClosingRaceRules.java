package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Status;
import dev.tercet.saga.Usage;
import dev.tercet.saga.port.ClosingStore.Closed;
import dev.tercet.saga.port.EntityStore.Entity;
import dev.tercet.saga.port.ExtractionStore.Completion;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What closings leave beside others that come at the same time (docs/protocol.md §4). */
interface ClosingRaceRules {
  LedgerScene scene();

  private ClosingScene closings() {
    return new ClosingScene(scene());
  }

  @Test
  @DisplayName("S6: of many that ask the same at once, each is done and one call is noted")
  default void notesOneCallOfManyAtOnce() {
    List<Claim> claims =
        IntStream.range(0, 40).mapToObj(n -> scene().claimed("source " + n, "words")).toList();

    List<Closed> closed =
        Race.all(
            claims.stream()
                .<Callable<Closed>>map(it -> () -> closings().close(it, "words"))
                .toList());

    assertThat(closed)
        .allSatisfy(it ->
            assertThat(it)
                .isInstanceOfSatisfying(
                    Closed.Ended.class,
                    ended -> assertThat(ended.completion()).isEqualTo(Completion.DONE)));
    assertThat(closed.stream().mapToInt(it -> ((Closed.Ended) it).calls().size()).sum())
        .isEqualTo(1);
    assertThat(
            claims.stream()
                .map(it -> scene().find(it.extraction()).usage())
                .reduce(Usage.NONE, Usage::plus))
        .isEqualTo(ClosingScene.USAGE);
    assertThat(claims)
        .allSatisfy(it -> assertThat(closings().passages(it.extraction())).hasSize(1));
  }

  @Test
  @DisplayName("S12: two versions that are closed at once leave exactly the newest")
  default void ordersVersionsThatCloseAtOnce() {
    for (int round = 0; round < 10; round++) {
      String source = "source " + round;
      Extraction old = scene().failed(source, "A");
      Claim newer = scene().claimed(source, "B");
      scene().extractions().retry(scene().project(), old.id());
      Claim late = scene().claimAgain(old.id());
      Callable<Object> ending =
          round % 2 == 0
              ? () -> closings().close(newer, "B")
              : () -> scene().extractions().complete(newer);

      Race.all(List.of(() -> closings().close(late, "A"), ending));

      assertThat(scene().status(old.id())).isEqualTo(Status.SUPERSEDED);
      assertThat(scene().path(old.id())).containsOnlyOnce(Status.SUPERSEDED);
      assertThat(scene().ledger().reader().living(scene().project(), source))
          .contains(newer.extraction());
    }
  }

  @Test
  @DisplayName("S11: of a deletion and a closing at once, the deletion stands and takes all along")
  default void letsDeletionWin() {
    for (int round = 0; round < 20; round++) {
      Claim claim = scene().claimed("source " + round, "words");

      Race.all(
          List.of(
              () -> closings().close(claim, "words"),
              () -> scene().extractions().delete(scene().project(), claim.extraction())));

      assertThat(scene().status(claim.extraction())).isEqualTo(Status.DELETING);
      scene().removed(claim.extraction());
      closings().leftNothing(claim.extraction(), "words");
    }
  }

  @Test
  @DisplayName("§4: an answer that goes with its last user is kept anew for whoever closes with it")
  default void keepsAnswersBesideTheirRemoval() {
    for (int round = 0; round < 20; round++) {
      Claim first = scene().claimed("first " + round, "words");
      closings().close(first, "words");
      scene().extractions().delete(scene().project(), first.extraction());
      Claim second = scene().claimed("second " + round, "words");

      Race.all(
          List.of(
              () -> closings().close(second, "words"),
              () -> {
                scene().removed(first.extraction());
                return true;
              }));

      assertThat(scene().status(second.extraction())).isEqualTo(Status.DONE);
      assertThat(closings().isKept("words")).as("round %d", round).isTrue();
      closings().deleteAndRemove(second);
      assertThat(closings().isKept("words")).isFalse();
    }
  }

  @Test
  @DisplayName("§4: an entity that goes with its last mention is made anew for whoever closes")
  default void keepsEntitiesBesideTheirRemoval() {
    for (int round = 0; round < 20; round++) {
      Claim first = scene().claimed("first " + round, "A");
      closings().close(first, "A");
      scene().extractions().delete(scene().project(), first.extraction());
      Claim second = scene().claimed("second " + round, "B");

      Race.all(
          List.of(
              () -> closings().close(second, "B"),
              () -> {
                scene().removed(first.extraction());
                return true;
              }));

      assertThat(closings().entities())
          .extracting(Entity::extractions)
          .containsExactly(List.of(second.extraction()));
      closings().deleteAndRemove(second);
    }
  }
}
