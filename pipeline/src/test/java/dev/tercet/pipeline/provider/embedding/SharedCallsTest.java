package dev.tercet.pipeline.provider.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.pipeline.provider.embedding.EmbeddingBatches.Outcome;
import dev.tercet.saga.port.Embedder.Embedded;
import dev.tercet.saga.port.Embedder.EmbedderUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Documents share calls, and nothing of what becomes of them. */
@Timeout(60)
class SharedCallsTest {
  private final SharedScene scene = new SharedScene();

  @AfterEach
  void close() {
    scene.close();
  }

  private static Function<List<String>, Outcome> failingOf(
      String word, EmbedderUnavailableException failure) {
    return texts -> {
      if (texts.stream().anyMatch(it -> it.contains(word))) {
        throw failure;
      }
      return HeldCalls.vectors(texts);
    };
  }

  @Test
  void aLoneDocumentAsksAtOnceOnItsOwnThread() throws Exception {
    EmbeddedDocument lone = scene.underWay("lone");
    scene.endpoint.let(1);
    lone.assertHasItsVectors();
    assertThat(scene.endpoint.threads()).containsExactly(lone.thread());
  }

  @Test
  void whoComesWhileACallIsUnderWaySharesTheNextOne() throws Exception {
    EmbeddedDocument first = scene.underWay("first");
    List<EmbeddedDocument> others = scene.waiting("a", "b", "c", "d", "e");
    scene.endpoint.letAll();
    first.assertHasItsVectors();
    SharedScene.assertAllHaveTheirVectors(others);
    assertThat(scene.endpoint.all())
        .containsExactly(List.of("first"), List.of("a", "b", "c", "d", "e"));
  }

  @Test
  void asManyCallsAreUnderWayAsMayBe() throws Exception {
    scene.atOnce.set(3);
    List<EmbeddedDocument> first =
        List.of(scene.document("a"), scene.document("b"), scene.document("c"));
    scene.endpoint.awaitBegun(3);
    scene.atOnce.set(1);
    List<EmbeddedDocument> others = scene.waiting("d", "e");
    scene.endpoint.let(2);
    EmbeddedDocument last = scene.document("f").awaitWaiting();
    assertThat(scene.endpoint.sizes()).as("one is still under way").containsExactly(1, 1, 1);
    scene.endpoint.letAll();
    SharedScene.assertAllHaveTheirVectors(first);
    SharedScene.assertAllHaveTheirVectors(others);
    last.assertHasItsVectors();
    assertThat(scene.endpoint.sizes()).containsExactly(1, 1, 1, 3);
  }

  @Test
  void aCallHoldsAsManyTextsAsFit() throws Exception {
    EmbeddedDocument first = scene.underWay("first");
    EmbeddedDocument five = scene.document("a", "b", "c", "d", "e").awaitWaiting();
    EmbeddedDocument three = scene.document("f", "g", "h").awaitWaiting();
    EmbeddedDocument two = scene.document("i", "j").awaitWaiting();
    scene.endpoint.letAll();
    first.assertHasItsVectors();
    SharedScene.assertAllHaveTheirVectors(List.of(five, three, two));
    assertThat(scene.endpoint.sizes()).containsExactly(1, SharedScene.MOST, 2);
    assertThat(scene.endpoint.threads()).as("one for each call").doesNotHaveDuplicates();
  }

  @Test
  void aCallHoldsNoMoreCharactersThanEndpointsTake() throws Exception {
    String large = "x".repeat(EmbeddingBatches.MOST_CHARACTERS / 2);
    EmbeddedDocument first = scene.underWay("first");
    List<EmbeddedDocument> others = scene.waiting(large, large, "small", large + large, "smaller");
    scene.endpoint.letAll();
    first.assertHasItsVectors();
    SharedScene.assertAllHaveTheirVectors(others);
    assertThat(scene.endpoint.sizes()).containsExactly(1, 2, 1, 1, 1);
    assertThat(scene.endpoint.threads()).as("one for each call").doesNotHaveDuplicates();
  }

  @Test
  void aLongDocumentGoesCallByCallAndOthersGetOnBetween() throws Exception {
    String[] texts =
        IntStream.range(0, 2 * SharedScene.MOST + 1)
            .mapToObj("Text %d"::formatted)
            .toArray(String[]::new);
    EmbeddedDocument longOne = scene.document(texts);
    scene.endpoint.awaitBegun(1);
    List<EmbeddedDocument> others = scene.waiting("between");
    scene.endpoint.let(1);
    scene.endpoint.awaitBegun(1);
    assertThat(scene.endpoint.all().getLast()).containsExactly("between");
    scene.endpoint.letAll();
    longOne.assertHasItsVectors();
    SharedScene.assertAllHaveTheirVectors(others);
    assertThat(scene.endpoint.sizes())
        .startsWith(SharedScene.MOST, 1, SharedScene.MOST)
        .endsWith(1);
  }

  @Test
  void aTextThatIsRefusedFailsItsDocumentAlone() throws Exception {
    EmbeddedDocument first = scene.underWay("first");
    List<EmbeddedDocument> others = scene.waiting("a", "b", "unspeakable", "c");
    scene.endpoint.answer(texts ->
        texts.contains("unspeakable")
            ? new Outcome.Refused("not that", true)
            : HeldCalls.vectors(texts));
    scene.endpoint.letAll();
    assertThat(others.remove(2).embedded()).containsExactly(new Embedded.Refused("not that", true));
    first.assertHasItsVectors();
    SharedScene.assertAllHaveTheirVectors(others);
  }

  @Test
  void whoIsAnsweredWaitsForNoHalfBehindAndKeepsItsAnswer() throws Exception {
    var later = new EmbedderUnavailableException("later", false, Duration.ofMinutes(1), null);
    EmbeddedDocument first = scene.underWay("first");
    List<EmbeddedDocument> others = scene.waiting("a", "b", "unspeakable", "c");
    scene.endpoint.answer(texts -> {
      if (texts.equals(List.of("unspeakable", "c"))) {
        throw later;
      }
      return texts.contains("unspeakable")
          ? new Outcome.Refused("not that", true)
          : HeldCalls.vectors(texts);
    });
    scene.endpoint.let(3);
    first.assertHasItsVectors();
    SharedScene.assertAllHaveTheirVectors(others.subList(0, 2));
    assertThat(scene.endpoint.sizes()).as("two halves, the second held").startsWith(1, 4, 2);

    scene.endpoint.letAll();
    assertThat(others.get(2).failure()).isSameAs(later);
    assertThat(others.get(3).failure()).isSameAs(later);
  }

  @Test
  void aSharedCallThatBreaksOffIsAskedAgainByEachDocumentAlone() throws Exception {
    var broken = new EmbedderUnavailableException("status 500", null);
    EmbeddedDocument first = scene.underWay("first");
    List<EmbeddedDocument> others = scene.waiting("a", "b", "poison", "c");
    scene.endpoint.answer(failingOf("poison", broken));
    scene.endpoint.letAll();
    EmbeddedDocument culprit = others.remove(2);
    assertThat(culprit.failure()).isSameAs(broken);
    first.assertHasItsVectors();
    SharedScene.assertAllHaveTheirVectors(others);
    assertThat(scene.endpoint.sizes()).containsExactly(1, 4, 1, 1, 1, 1);
    assertThat(scene.endpoint.threads().subList(2, 6)).contains(culprit.thread());
  }

  @Test
  void fewerShareTheNextCallsOfAnEndpointThatBrokeOff() throws Exception {
    EmbeddedDocument first = scene.underWay("first");
    List<EmbeddedDocument> broken = scene.waiting("a", "b", "c", "poison");
    scene.endpoint.answer(
        failingOf("poison", new EmbedderUnavailableException("status 500", null)));
    scene.endpoint.let(2 + broken.size());
    assertThat(broken.removeLast().failure()).isInstanceOf(EmbedderUnavailableException.class);
    SharedScene.assertAllHaveTheirVectors(broken);
    first.assertHasItsVectors();

    EmbeddedDocument second = scene.document("second");
    scene.endpoint.awaitBegun(6);
    List<EmbeddedDocument> others = scene.waiting("e", "f", "g", "h", "i");
    scene.endpoint.letAll();
    second.assertHasItsVectors();
    SharedScene.assertAllHaveTheirVectors(others);
    assertThat(scene.endpoint.sizes().subList(6, 10)).containsExactly(1, 2, 2, 1);
  }

  @Test
  void moreShareAgainWhenThatWorkedForLong() throws Exception {
    EmbeddedDocument first = scene.underWay("first");
    List<EmbeddedDocument> broken = scene.waiting("a", "poison");
    scene.endpoint.answer(
        failingOf("poison", new EmbedderUnavailableException("status 500", null)));
    scene.endpoint.let(2 + broken.size());
    SharedScene.assertAllHaveTheirVectors(List.of(first, broken.getFirst()));
    assertThat(broken.getLast().failure()).isInstanceOf(EmbedderUnavailableException.class);

    EmbeddedDocument second = scene.document("second");
    scene.endpoint.awaitBegun(4);
    String[] hundred =
        IntStream.range(0, 100).mapToObj("Letter %d"::formatted).toArray(String[]::new);
    List<EmbeddedDocument> alone = scene.waiting(hundred);
    scene.endpoint.let(1 + hundred.length);
    second.assertHasItsVectors();
    SharedScene.assertAllHaveTheirVectors(alone);

    EmbeddedDocument third = scene.document("third");
    scene.endpoint.awaitBegun(hundred.length + 1);
    List<EmbeddedDocument> together = scene.waiting("x", "y");
    scene.endpoint.letAll();
    third.assertHasItsVectors();
    SharedScene.assertAllHaveTheirVectors(together);
    assertThat(scene.endpoint.all().getLast()).containsExactly("x", "y");
  }

  @Test
  void allAreToldAtOnceThatNothingWasTried() throws Exception {
    Duration minute = Duration.ofMinutes(1);
    var resting = new EmbedderUnavailableException("asked for rest", false, minute, null);
    EmbeddedDocument first = scene.underWay("first");
    List<EmbeddedDocument> others = scene.waiting("a", "b", "c");
    scene.endpoint.let(1);
    scene.endpoint.answer(failingOf("", resting));
    scene.endpoint.letAll();
    for (EmbeddedDocument each : others) {
      assertThat(each.failure()).isSameAs(resting);
    }
    assertThat(scene.endpoint.sizes()).as("nobody asked again").containsExactly(1, 3);
    assertThat(first.thread().join(SharedScene.LONG)).isTrue();
  }

  @Test
  void whatOneDocumentAsksForItselfIsToldToItAsItIs() throws Exception {
    var broken = new EmbedderUnavailableException("status 500", null);
    scene.endpoint.answer(failingOf("", broken));
    EmbeddedDocument first = scene.underWay("first");
    List<EmbeddedDocument> second = scene.waiting("second");
    scene.endpoint.letAll();
    assertThat(first.failure()).isSameAs(broken);
    assertThat(second.getFirst().failure()).isSameAs(broken);
    assertThat(scene.endpoint.sizes()).as("none was shared").containsExactly(1, 1);
  }
}
