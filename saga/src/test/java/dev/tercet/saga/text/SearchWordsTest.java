package dev.tercet.saga.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class SearchWordsTest {
  @Test
  void readsRunsOfLettersAndDigitsInLowerCase() {
    assertThat(SearchWords.of("The 12 crates, THE gate: A-7."))
        .containsExactly("the", "12", "crates", "gate", "a", "7");
  }

  @Test
  void composesAccentsThatStandApart() {
    assertThat(SearchWords.of("cafe\u0301 caf\u00e9 CAFE\u0301")).containsExactly("caf\u00e9");
    assertThat(SearchWords.of("A\u030a \u212b"))
        .as("a ring, and the sign of a unit")
        .containsExactly("\u00e5");
  }

  @Test
  void composesWhatItDoesInAnyScript() {
    for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
      if (SearchWords.isPart(codePoint)) {
        String word = Character.toString(codePoint);
        assertThat(SearchWords.of(word))
            .as("U+%04X", codePoint)
            .containsExactly(
                Normalizer.normalize(word.toLowerCase(Locale.ROOT), Normalizer.Form.NFC));
      }
    }
  }
}
