package dev.tercet.saga.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StorableTextTest {
  @Test
  void replacesNulAndLoneSurrogatesOneForOne() {
    assertThat(StorableText.of("a\0b\ud800c\udc00d")).isEqualTo("a\uFFFDb\uFFFDc\uFFFDd");
    assertThat(StorableText.of("\udc00\ud800")).isEqualTo("\uFFFD\uFFFD");
    assertThat(StorableText.of("x\ud800\ud83d\ude00")).isEqualTo("x\uFFFD😀");
  }

  @Test
  void keepsEverythingElseIncludingOtherControlCharacters() {
    String text = "tab\t bell\u0007 del\u007f 😀 👩‍👩‍👧 \uFFFF";
    assertThat(StorableText.of(text)).isSameAs(text);
    assertThat(StorableText.required(text)).isSameAs(text);
    assertThat(StorableText.isStorable(text)).isTrue();
    assertThat(StorableText.isStorable("\0")).isFalse();
  }

  @Test
  void leavesNoHalfCharacterWhereItCuts() {
    assertThat(StorableText.of("ab😀c", 5)).isEqualTo("ab😀c");
    assertThat(StorableText.of("ab😀c", 4)).isEqualTo("ab😀");
    assertThat(StorableText.of("ab😀c", 3)).isEqualTo("ab\uFFFD");
  }

  @Test
  void saysWhereARequiredTextCannotBeStored() {
    assertThatThrownBy(() -> StorableText.required("😀\0"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("at character 2");
    assertThatThrownBy(() -> StorableText.required("a\ud800"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void survivesUtf8AndKeepsItsLengthForRandomUnits() {
    var random = new Random(7);
    for (int i = 0; i < 500; i++) {
      var text = new StringBuilder();
      for (int length = random.nextInt(40); length > 0; length--) {
        text.append(
            (char) (random.nextInt(3) == 0 ? 0xd800 + random.nextInt(0x800) : random.nextInt(3)));
      }
      String storable = StorableText.of(text.toString());
      byte[] bytes = storable.getBytes(StandardCharsets.UTF_8);
      assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(storable);
      assertThat(storable).hasSize(text.length()).doesNotContain("\0");
      assertThat(storable.codePointCount(0, storable.length()))
          .isEqualTo(text.codePoints().count());
    }
  }
}
