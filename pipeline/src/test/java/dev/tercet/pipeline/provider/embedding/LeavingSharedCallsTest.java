package dev.tercet.pipeline.provider.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.pipeline.ParallelMap.AbandonedException;
import dev.tercet.pipeline.provider.embedding.SharedCalls.Turns;
import dev.tercet.saga.port.Embedder.EmbedderUnavailableException;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever leaves, waits too long, or meets the end harms nobody else and is told. */
@Timeout(60)
class LeavingSharedCallsTest {
  private final SharedScene scene = new SharedScene();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void whoIsInterruptedLeavesAndTheCallOfTheOthersGoesOn() throws Exception {
    EmbeddedDocument first = scene.underWay("first");
    List<EmbeddedDocument> others = scene.waiting("a", "b", "c");
    List<EmbeddedDocument> gone = scene.waiting("d");
    gone.getFirst().interrupt();
    assertThat(gone.getFirst().failure()).isInstanceOf(AbandonedException.class);
    scene.endpoint.let(1);
    scene.endpoint.awaitBegun(1);
    assertThat(scene.endpoint.all().getLast())
        .as("who left is not asked for")
        .containsExactly("a", "b", "c");

    EmbeddedDocument deleted = others.remove(1);
    deleted.interrupt();
    assertThat(deleted.failure()).isInstanceOf(AbandonedException.class);
    scene.endpoint.letAll();
    first.assertHasItsVectors();
    SharedScene.assertAllHaveTheirVectors(others);
    assertThat(scene.endpoint.sizes()).containsExactly(1, 3);
  }

  @Test
  void anInterruptEndsTheCallThatADocumentHasToItself() throws Exception {
    EmbeddedDocument first = scene.underWay("first");
    List<EmbeddedDocument> others = scene.waiting("a", "b");
    first.interrupt();
    scene.endpoint.awaitCut();
    assertThat(first.failure()).isInstanceOf(AbandonedException.class);
    scene.endpoint.letAll();
    SharedScene.assertAllHaveTheirVectors(others);
  }

  @Test
  void aCallThatNobodyWaitsForIsCutAndTheNextBegins() throws Exception {
    EmbeddedDocument first = scene.underWay("first");
    List<EmbeddedDocument> gone = scene.waiting("a", "b");
    scene.endpoint.let(1);
    first.assertHasItsVectors();
    scene.endpoint.awaitBegun(1);
    List<EmbeddedDocument> next = scene.waiting("c", "d");
    for (EmbeddedDocument each : gone) {
      each.interrupt();
      assertThat(each.failure()).isInstanceOf(AbandonedException.class);
    }
    scene.endpoint.awaitCut();
    scene.endpoint.letAll();
    SharedScene.assertAllHaveTheirVectors(next);
    assertThat(scene.endpoint.sizes()).containsExactly(1, 2, 2);
  }

  @Test
  void nobodyWaitsForATurnLongerThanItsPatience() throws Exception {
    try (SharedCalls impatient = scene.shared(new Turns(() -> 1, Duration.ofMillis(1)))) {
      List<String> texts = List.of("first");
      var first = new EmbeddedDocument(texts, () -> impatient.embed(texts));
      scene.endpoint.awaitBegun(1);
      assertThatThrownBy(() -> impatient.embed(List.of("late")))
          .isInstanceOfSatisfying(
              EmbedderUnavailableException.class, it -> assertThat(it.asked()).isFalse())
          .hasMessageContaining("no turn");
      scene.endpoint.letAll();
      first.assertHasItsVectors();
    }
    assertThat(scene.endpoint.all()).containsExactly(List.of("first"));
  }

  @Test
  void whoseCallHasBegunWaitsForItsEnd() throws Exception {
    Iterator<Integer> limits = List.of(1, 1, 2).iterator(); // it rises when the second is in line
    try (SharedCalls impatient = scene.shared(new Turns(limits::next, Duration.ofMillis(1)))) {
      List<String> one = List.of("first");
      var first = new EmbeddedDocument(one, () -> impatient.embed(one));
      scene.endpoint.awaitBegun(1);
      List<String> other = List.of("second");
      var second = new EmbeddedDocument(other, () -> impatient.embed(other));
      scene.endpoint.awaitBegun(1);
      while (second.thread().getState() != Thread.State.WAITING) { // without a limit now
        Thread.onSpinWait();
      }
      scene.endpoint.letAll();
      first.assertHasItsVectors();
      second.assertHasItsVectors();
    }
  }

  @Test
  void closingCutsWhatIsSharedAndAnswersAllWhoWait() throws Exception {
    EmbeddedDocument first = scene.underWay("first");
    List<EmbeddedDocument> shared =
        scene.waiting(Collections.nCopies(SharedScene.MOST, "a").toArray(String[]::new));
    List<EmbeddedDocument> behind = scene.waiting("b", "c");
    scene.endpoint.let(1);
    scene.endpoint.awaitBegun(1);
    scene.calls.close();
    for (List<EmbeddedDocument> some : List.of(shared, behind)) {
      for (EmbeddedDocument each : some) {
        assertThat(each.failure())
            .isInstanceOfSatisfying(
                EmbedderUnavailableException.class, it -> assertThat(it.asked()).isFalse());
      }
    }
    first.assertHasItsVectors();
    assertThatThrownBy(() -> scene.calls.embed(List.of("late"))).hasMessageContaining("closed");
    assertThat(scene.endpoint.sizes()).containsExactly(1, SharedScene.MOST);
  }
}
