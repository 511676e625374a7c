package dev.tercet.pipeline.attempt;

import java.util.List;
import java.util.stream.Stream;

/**
 * One half of a passage.
 *
 * @param start in code points within the passage
 * @param text exactly the passage from there
 */
record Half(int start, String text) {
  private static final String SENTENCE_ENDS = ".!?\u3002\uff01\uff1f";

  /**
   * Both halves, cut between two sentences if one ends in the middle half of the passage, else
   * between two words, else between two characters; what is blank is left out.
   */
  static List<Half> of(String passage) {
    int cut = cut(passage);
    return Stream.of(
            new Half(0, passage.substring(0, cut)),
            new Half(passage.codePointCount(0, cut), passage.substring(cut)))
        .filter(it -> !it.text().isBlank())
        .toList();
  }

  /** The best place, and of equals the one that is nearest to the middle, in UTF-16 units. */
  private static int cut(String passage) {
    int middle = passage.length() / 2;
    int best = insidePair(passage, middle) ? middle - 1 : middle;
    int worth = 0;
    for (int away = 0; away <= passage.length() / 4; away++) {
      for (int at : new int[] {middle - away, middle + away}) {
        int here = worth(passage, at);
        if (here > worth) {
          worth = here;
          best = at;
        }
      }
    }
    return best;
  }

  private static int worth(String passage, int at) {
    if (at <= 0 || at >= passage.length() || !Character.isWhitespace(passage.charAt(at - 1))) {
      return 0;
    }
    boolean endsLine = passage.charAt(at - 1) == '\n';
    boolean endsSentence = at > 1 && SENTENCE_ENDS.indexOf(passage.charAt(at - 2)) >= 0;
    return endsLine || endsSentence ? 2 : 1;
  }

  private static boolean insidePair(String passage, int at) {
    return at > 0
        && at < passage.length()
        && Character.isLowSurrogate(passage.charAt(at))
        && Character.isHighSurrogate(passage.charAt(at - 1));
  }
}
