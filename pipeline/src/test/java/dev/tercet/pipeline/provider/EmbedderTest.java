package dev.tercet.pipeline.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import dev.tercet.saga.port.Embedder;
import dev.tercet.saga.port.Embedder.Embedded.Refused;
import dev.tercet.saga.port.Embedder.Embedded.Vector;
import dev.tercet.saga.port.Embedder.EmbedderUnavailableException;
import dev.tercet.saga.port.Embedder.Purpose;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class EmbedderTest {
  private static double cosine(float[] one, float[] other) {
    double dot = 0;
    double first = 0;
    double second = 0;
    for (int i = 0; i < one.length; i++) {
      dot += one[i] * other[i];
      first += one[i] * one[i];
      second += other[i] * other[i];
    }
    return dot / Math.sqrt(first * second);
  }

  private static void assertMeaningIsNear(Embedder embedder) {
    float[] invoice = embedder.vector("The invoice is due on Friday.", Purpose.PASSAGE);
    float[] query = embedder.vector("Invoice payable, due Friday.", Purpose.QUERY);
    float[] whales = embedder.vector("Whales sing under water.", Purpose.PASSAGE);
    assertThat(cosine(invoice, query)).isGreaterThan(cosine(invoice, whales) + 0.2);
  }

  @Test
  void aClosedModelDoesNotWorkOffWhatStillWaits() throws InterruptedException {
    List<String> many = Collections.nCopies(2_000, "A passage that waits for its turn.");
    var failure = new AtomicReference<Throwable>();
    Thread caller;
    try (var miniLm = new MiniLmEmbedder(1)) {
      caller =
          Thread.ofPlatform()
              .unstarted(
                  () -> failure.set(catchThrowable(() -> miniLm.embed(many, Purpose.PASSAGE))));
      caller.start();
      while (caller.getState() != Thread.State.WAITING) { // for the first of all that are queued
        Thread.onSpinWait();
      }
    }
    caller.join();
    assertThat(failure.get()).isInstanceOf(EmbedderUnavailableException.class);
  }

  @Test
  void aPassageWithoutATokenHasAVectorAndAQueryWithoutOneIsRefused() {
    List<String> withoutToken = List.of("\u0301", "\ufffd\ufffd", "\ue000", "\u200b");
    try (var miniLm = new MiniLmEmbedder(1)) {
      for (String text : withoutToken) {
        float[] vector = miniLm.vector(text, Purpose.PASSAGE);
        assertThat(cosine(vector, vector)).isEqualTo(1, within(1e-6));
        assertThat(miniLm.embed(List.of(text, "Ada"), Purpose.QUERY))
            .satisfiesExactly(
                it -> assertThat(it).isEqualTo(new Refused("the model knows no sign of it", true)),
                it -> assertThat(it).isInstanceOf(Vector.class));
      }
    }
  }

  @Test
  void hashVectorsOfTextsThatShareWordsAreNear() {
    assertMeaningIsNear(new HashEmbedder(384));
  }

  @Test
  void hashVectorsHaveLengthOneWhateverTheText() {
    var embedder = new HashEmbedder(64);
    for (String text : List.of("", "?!", "a", "a b c d", "ß ñ 漢字")) {
      float[] vector = embedder.vector(text, Purpose.PASSAGE);
      assertThat(cosine(vector, vector)).isEqualTo(1, within(1e-6));
      assertThat(vector).hasSize(64).containsAnyOf(vector[0]);
    }
  }

  @Test
  void theModelInThisProcessKnowsMeaningAndTakesLongTexts() {
    try (var embedder = new MiniLmEmbedder(2)) {
      assertMeaningIsNear(embedder);
      float[] longText =
          embedder.vector("The invoice is due on Friday. ".repeat(2_000), Purpose.PASSAGE);
      assertThat(cosine(longText, longText)).isEqualTo(1, within(1e-6));
    }
  }
}
