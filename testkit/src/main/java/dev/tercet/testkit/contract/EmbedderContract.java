package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.VectorCheck;
import dev.tercet.saga.port.Embedder;
import dev.tercet.saga.port.Embedder.Embedded;
import dev.tercet.saga.port.Embedder.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every embedder does alike. */
public interface EmbedderContract {

  /** One that answers. */
  Embedder embedder();

  @ParameterizedTest
  @EnumSource
  default void givesEveryTextTheVectorThatItHasAlone(Purpose purpose) {
    List<String> texts =
        new ArrayList<>(
            IntStream.range(0, 90).mapToObj("Letter number %d of the year."::formatted).toList());
    texts.addAll(List.of("😀 漢字 ñ", "one", "?!", texts.getFirst()));
    List<Embedded> together = embedder().embed(texts, purpose);
    assertThat(together).hasSameSizeAs(texts);
    for (int at = 0; at < texts.size(); at += 11) {
      assertThat(numbers(together.get(at)))
          .as(texts.get(at))
          .containsExactly(embedder().vector(texts.get(at), purpose));
    }
    assertThat(numbers(together.getLast())).containsExactly(numbers(together.getFirst()));
    assertThat(numbers(together.get(1))).isNotEqualTo(numbers(together.getFirst()));
  }

  @Test
  default void givesVectorsThatACollectionOfItsDimensionTakes() {
    for (Embedded each :
        embedder().embed(List.of("a", "A long text. ".repeat(300)), Purpose.PASSAGE)) {
      assertThat(VectorCheck.fault(numbers(each), embedder().dimension())).isNull();
    }
  }

  @Test
  default void givesNothingForNothing() {
    assertThat(embedder().embed(List.of(), Purpose.PASSAGE)).isEmpty();
  }

  @Test
  default void alwaysHasTheSameName() {
    assertThat(embedder().model()).isNotBlank().isEqualTo(embedder().model());
  }

  private static float[] numbers(Embedded embedded) {
    return switch (embedded) {
      case Embedded.Vector(var numbers) -> numbers;
      case Embedded.Refused refused -> throw new AssertionError(refused);
    };
  }
}
