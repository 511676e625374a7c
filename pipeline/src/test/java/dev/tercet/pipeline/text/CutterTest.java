package dev.tercet.pipeline.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CutterTest {
  private static final Cutter CUTTER = new Cutter(1_000);

  private static List<String> cut(Cutter cutter, String text) {
    return cutter.stream(text).map(span -> span.of(text)).toList();
  }

  @Test
  void givesNothingForWhiteSpaceAlone() {
    assertThat(cut(CUTTER, "")).isEmpty();
    assertThat(cut(CUTTER, " \r\n\t\u00a0\u3000\u2028\n\n")).isEmpty();
  }

  @Test
  void keepsAParagraphOfOrdinaryLengthAsOnePassage() {
    String first = "a ".repeat(150).strip();
    String second = "b ".repeat(150).strip();
    assertThat(cut(CUTTER, "\n" + first + " \n \n" + second + "\n")).containsExactly(first, second);
  }

  @Test
  void joinsHeadingsAndShortParagraphsToWhatFollows() {
    String body = "The parties agree on what follows. ".repeat(10).strip();
    String text = "# Contract\n\n## Scope\n\nShort.\n\n" + body + "\n\n" + body;
    assertThat(cut(CUTTER, text))
        .containsExactly("# Contract\n\n## Scope\n\nShort.\n\n" + body, body);
  }

  @Test
  void beginsAPassageAtAHeadingThatFollowsText() {
    assertThat(cut(CUTTER, "# One\nshort\n# Two\nshort\n## Three\nend"))
        .containsExactly("# One\nshort", "# Two\nshort", "## Three\nend");
  }

  @Test
  void prefersSentencesToWordsInAParagraphThatDoesNotFit() {
    String text = "This sentence has exactly eight words in it. ".repeat(60).strip();
    assertThat(cut(CUTTER, text)).hasSizeGreaterThan(2).allMatch(piece -> piece.endsWith("it."));
  }

  @Test
  void prefersLinesToSentences() {
    String text = "One sentence. Two sentences on the line\n".repeat(60);
    assertThat(cut(CUTTER, text)).hasSizeGreaterThan(2).allMatch(piece -> piece.endsWith("line"));
  }

  @Test
  void cutsAtGraphemesWhenThereIsNoWord() {
    String family = "👩‍👩‍👧‍👦";
    String text = family.repeat(500);
    var graphemes = BreakIterator.getCharacterInstance(ULocale.ROOT);
    graphemes.setText(text);
    assertThat(CUTTER.stream(text))
        .hasSizeGreaterThan(3)
        .allMatch(span -> graphemes.isBoundary(span.startChar()))
        .allMatch(span -> graphemes.isBoundary(span.endChar()));
  }

  @Test
  void cutsAGraphemeThatIsLongerThanAPassageAtCodePoints() {
    String text = "a" + "\u0301".repeat(50);
    assertThat(cut(new Cutter(10), text)).allMatch(piece -> piece.length() <= 10);
    assertThat(String.join("", cut(new Cutter(10), text))).isEqualTo(text);
  }

  @Test
  void refusesAMaximumOutOfBounds() {
    assertThatThrownBy(() -> new Cutter(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Cutter(1_000_001)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 40, 300, 1_000})
  void coversEveryDocumentWithTrimmedPassagesInOrder(int max) {
    var cutter = new Cutter(max);
    for (long seed = 0; seed < 40; seed++) {
      CutAssertions.assertCoversDocument(new RandomDocuments(seed).mixed(), cutter);
    }
  }

  @Test
  void coversRandomUnitsEvenWithLoneSurrogates() {
    var random = new RandomDocuments(11);
    for (int i = 0; i < 300; i++) {
      var text = new StringBuilder();
      for (int length = random.below(200); length > 0; length--) {
        int kind = random.below(6);
        text.append(
            kind == 0
                ? '\n'
                : kind == 1 ? ' ' : kind == 2 ? '#' : (char) (0xd700 + random.below(0x900)));
      }
      CutAssertions.assertCoversDocument(text.toString(), new Cutter(1 + random.below(20)));
    }
  }

  @Test
  void dependsOnTextAndMaximumAlone() {
    String text = new RandomDocuments(5).mixed();
    assertThat(new Cutter(200).stream(text))
        .containsExactlyElementsOf(new Cutter(200).stream(text).toList());
  }
}
