package dev.tercet.pipeline.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
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
    assertThat(StorableText.isStorable(text)).isTrue();
    assertThat(StorableText.isStorable("\0")).isFalse();
  }

  @Test
  void survivesUtf8AndKeepsItsLengthForRandomUnits() {
    var random = new RandomDocuments(7);
    for (int i = 0; i < 500; i++) {
      var text = new StringBuilder();
      for (int length = random.below(40); length > 0; length--) {
        text.append((char) (random.below(3) == 0 ? 0xd800 + random.below(0x800) : random.below(3)));
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
