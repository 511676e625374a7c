package dev.tercet.storage.qdrant;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CollectionNameTest {
  @Test
  void namesPrefixModelAndDimension() {
    assertThat(CollectionName.of("tercet", "all-minilm-l6-v2", 384))
        .isEqualTo("tercet-all-minilm-l6-v2-384");
  }

  @Test
  void saysTheDimensionOnceWhenTheModelNamesIt() {
    assertThat(CollectionName.of("tercet", "hash-64", 64)).isEqualTo("tercet-hash-64");
    assertThat(CollectionName.of("tercet", "hash-64", 128)).isEqualTo("tercet-hash-64-128");
  }

  @Test
  void keepsModelsApartWhoseNamesDifferInForbiddenCharactersOnly() {
    String slash = CollectionName.of("tercet", "bge/m3", 1024);
    String colon = CollectionName.of("tercet", "bge:m3", 1024);
    assertThat(slash).matches("tercet-bge-m3-[0-9a-f]{8}-1024").isNotEqualTo(colon);
    assertThat(CollectionName.of("tercet", "bge-m3", 1024)).isEqualTo("tercet-bge-m3-1024");
  }

  @Test
  void staysShortForALongModelName() {
    assertThat(CollectionName.of("p".repeat(300), "m".repeat(300), 65_536)).hasSizeLessThan(255);
  }
}
