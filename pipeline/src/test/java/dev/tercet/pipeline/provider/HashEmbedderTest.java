package dev.tercet.pipeline.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.port.Embedder;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HashEmbedderTest {
  /** Points are written with these vectors: another one would be that of another model. */
  @ParameterizedTest
  @CsvSource({
    "'Dear Sir, the 12 crates are here.', 1304570449",
    "Straße Äpfel café été, -197341183",
    "合同编号 2025 供应商, 824410753",
    "İstanbul 😀 x😀y, -2051383163",
    "'  ', -558051327"
  })
  void givesATextTheVectorThatItAlwaysHad(String text, int vectorHash) {
    var embedder = new HashEmbedder(HashEmbedder.DEFAULT_DIMENSION);
    assertThat(Arrays.hashCode(embedder.vector(text, Embedder.Purpose.PASSAGE)))
        .isEqualTo(vectorHash);
  }
}
