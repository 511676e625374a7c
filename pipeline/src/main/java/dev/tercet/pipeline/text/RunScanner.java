package dev.tercet.pipeline.text;

/**
 * Finds the end of a run (see {@link Cutter}) without reading further than it is asked to.
 *
 * <p>Keeps its place between calls, so a run of any length is read once.
 */
final class RunScanner {
  private final String text;
  private final int shortCharacters;

  private int at;
  private boolean lineHasText;
  private boolean runHasParagraph;
  private int paragraphCharacters;
  private int lastTextEnd;

  /** Starts a run at {@code start}, which must be the first UTF-16 unit after white space. */
  RunScanner(String text, int start, int shortCharacters) {
    this.text = text;
    this.at = start;
    this.lastTextEnd = start;
    this.shortCharacters = shortCharacters;
  }

  /** The run's end (after its last text), or -1 when it does not end before {@code limitChar}. */
  int endBefore(int limitChar) {
    while (at < Math.min(limitChar, text.length())) {
      char unit = text.charAt(at);
      if (WhiteSpace.is(unit)) {
        if (WhiteSpace.endsLine(text, at) && endsAtLineEnd()) {
          return lastTextEnd;
        }
        paragraphCharacters += lineHasText ? 1 : 0;
        at++;
      } else if (!lineHasText && isHeading()) {
        if (runHasParagraph) {
          return lastTextEnd;
        }
        readHeading(limitChar);
      } else {
        lineHasText = true;
        runHasParagraph = true;
        paragraphCharacters += Character.isLowSurrogate(unit) ? 0 : 1;
        at++;
        lastTextEnd = at;
      }
    }
    return at >= text.length() ? lastTextEnd : -1;
  }

  /** The end of the run's text as far as it is known. */
  int textEnd() {
    return lastTextEnd;
  }

  /** A blank line ends its paragraph; a paragraph that is not short ends the run. */
  private boolean endsAtLineEnd() {
    boolean blank = !lineHasText;
    lineHasText = false;
    if (blank) {
      if (paragraphCharacters > 0 && paragraphCharacters >= shortCharacters) {
        return true;
      }
      paragraphCharacters = 0;
    }
    return false;
  }

  /** One to six number signs and a space: the only heading that needs no look at the next line. */
  private boolean isHeading() {
    int sign = at;
    while (sign < text.length() && sign - at < 7 && text.charAt(sign) == '#') {
      sign++;
    }
    int signs = sign - at;
    return signs >= 1 && signs <= 6 && sign < text.length() && text.charAt(sign) == ' ';
  }

  /**
   * A heading line never counts as a paragraph. One that is longer than the limit is read as text.
   */
  private void readHeading(int limitChar) {
    int end = at;
    while (end < text.length() && end < limitChar && !WhiteSpace.endsLine(text, end)) {
      end++;
    }
    for (int i = at; i < end; i++) {
      if (!WhiteSpace.is(text.charAt(i))) {
        lastTextEnd = i + 1;
      }
    }
    at = end;
    paragraphCharacters = 0;
    lineHasText = true;
  }
}
