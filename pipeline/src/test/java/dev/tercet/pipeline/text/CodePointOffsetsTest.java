package dev.tercet.pipeline.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CodePointOffsetsTest {
  @Test
  void agreesWithStringForEveryOffsetOfEveryScript() {
    for (long seed = 0; seed < 20; seed++) {
      String text = new RandomDocuments(seed).mixed();
      var offsets = new CodePointOffsets(text);
      assertThat(offsets.length()).isEqualTo((int) text.codePoints().count());
      int unit = 0;
      for (int point = 0; point <= offsets.length(); point++) {
        assertThat(offsets.toChars(point)).isEqualTo(unit);
        assertThat(offsets.toCodePoints(unit)).isEqualTo(point);
        unit += point < offsets.length() ? Character.charCount(text.codePointAt(unit)) : 0;
      }
    }
  }

  @Test
  void refusesOffsetsOutsideTheText() {
    var offsets = new CodePointOffsets("a😀");
    assertThat(offsets.toChars(2)).isEqualTo(3);
    assertThat(offsets.toCodePoints(3)).isEqualTo(2);
    assertThatThrownBy(() -> offsets.toChars(3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> offsets.toCodePoints(-1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
