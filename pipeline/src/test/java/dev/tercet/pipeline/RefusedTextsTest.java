package dev.tercet.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.pipeline.provider.HashEmbedder;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Extraction.PassageCount;
import dev.tercet.saga.FailedPassage.Warning;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.Embedder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A text without a vector fails its passage, not its document. */
class RefusedTextsTest {
  private final Scene scene = new Scene();

  /** Refuses the third paragraph, so many times. */
  private static final class Refusing implements Embedder {
    private final Embedder real = new HashEmbedder(HashEmbedder.DEFAULT_DIMENSION);
    private final List<String> asked = new ArrayList<>();
    private int times;

    Refusing(int times) {
      this.times = times;
    }

    @Override
    public String model() {
      return real.model();
    }

    @Override
    public int dimension() {
      return real.dimension();
    }

    @Override
    public List<Embedded> embed(List<String> texts, Purpose purpose) {
      asked.addAll(texts);
      List<Embedded> embedded = new ArrayList<>(real.embed(texts, purpose));
      for (int i = 0; i < texts.size(); i++) {
        if (texts.get(i).startsWith("Number 2 ") && times-- > 0) {
          embedded.set(i, new Embedded.Refused("not this", true));
        }
      }
      return embedded;
    }
  }

  private Extraction extracted(Refusing embedder) {
    Extraction accepted = scene.accept("a.txt", WayOfADocumentTest.document(4));
    scene.work(scene.worker(embedder));
    return scene.extraction(accepted.id());
  }

  @ParameterizedTest
  @CsvSource({"false, 4", "true, 8"})
  void failsItsPassageAlone(boolean free, int texts) {
    if (free) {
      scene.model.isFree();
    }
    var embedder = new Refusing(Integer.MAX_VALUE);
    Extraction done = extracted(embedder);

    assertThat(done.status()).isEqualTo(Status.DONE);
    assertThat(done.passages()).isEqualTo(new PassageCount(4, 3, 3));
    assertThat(done.failedPassages()).extracting(Warning::ordinal).containsExactly(2);
    assertThat(done.failedPassages()).extracting(Warning::code).containsExactly("embedder-refused");
    assertThat(scene.points.points()).hasSize(3);
    assertThat(embedder.asked).hasSize(texts);
  }

  @Test
  void isForgottenWhenItHasAVectorAfterAll() {
    scene.model.isFree();
    Extraction done = extracted(new Refusing(1));

    assertThat(done.status()).isEqualTo(Status.DONE);
    assertThat(done.passages()).isEqualTo(new PassageCount(4, 4, 4));
    assertThat(done.failedPassages()).isEmpty();
  }
}
