package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.VectorCheck;
import dev.tercet.saga.port.Embedder;
import dev.tercet.saga.port.Embedder.Embedded;
import dev.tercet.saga.port.Embedder.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every embedder does alike. */
public interface EmbedderContract {

  /** One that answers. */
  Embedder embedder();

  /** A query that it refuses; empty when it has a vector for every text. */
  Optional<String> refusedQuery();

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
  default void aQueryThatIsRefusedLeavesTheOthersTheirVectors() {
    Optional<String> refused = refusedQuery();
    List<String> texts =
        List.of("one", "two", refused.orElse("\u200b"), "three", "four", "five", "six");
    List<Embedded> embedded = embedder().embed(texts, Purpose.QUERY);

    assertThat(embedded).hasSameSizeAs(texts);
    assertThat(embedded.get(2) instanceof Embedded.Refused).isEqualTo(refused.isPresent());
    for (int at : List.of(0, 1, 3, 4, 5, 6)) {
      assertThat(numbers(embedded.get(at)))
          .as(texts.get(at))
          .containsExactly(embedder().vector(texts.get(at), Purpose.QUERY));
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
