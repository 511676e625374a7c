package dev.tercet.pipeline.text;

import static org.assertj.core.api.Assertions.assertThat;

/** What holds for every document and every cutter. */
final class CutAssertions {
  private CutAssertions() {}

  static int assertCoversDocument(String text, Cutter cutter) {
    var offsets = new CodePointOffsets(text);
    int doneChar = 0;
    int ordinal = 0;
    for (var walk = cutter.walk(text); walk.hasNext(); ) {
      Span span = walk.next();
      String passage = span.of(text);
      assertThat(span.ordinal()).isEqualTo(ordinal++);
      assertThat(passage).isNotEmpty();
      assertThat(passage.codePointCount(0, passage.length()))
          .isLessThanOrEqualTo(cutter.maxCharacters());
      assertThat(WhiteSpace.is(passage.charAt(0))).isFalse();
      assertThat(WhiteSpace.is(passage.charAt(passage.length() - 1))).isFalse();
      assertThat(offsets.toCodePoints(span.startChar())).isEqualTo(span.start());
      assertThat(offsets.toCodePoints(span.endChar())).isEqualTo(span.end());
      assertThat(offsets.toChars(span.start())).isEqualTo(span.startChar());
      assertWhiteSpace(text, doneChar, span.startChar());
      doneChar = span.endChar();
    }
    assertWhiteSpace(text, doneChar, text.length());
    return ordinal;
  }

  private static void assertWhiteSpace(String text, int from, int to) {
    for (int at = from; at < to; at++) {
      assertThat(WhiteSpace.is(text.charAt(at))).as("white space at unit %d", at).isTrue();
    }
  }
}
