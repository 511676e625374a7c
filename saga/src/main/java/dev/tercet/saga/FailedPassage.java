package dev.tercet.saga;

import dev.tercet.saga.text.StorableText;
import java.util.List;

/**
 * A passage without which a document is done, since asking about it or embedding it failed for
 * good. It has no point, so that no search meets it.
 *
 * @param ordinal its place, from 0
 * @param start first code point in the document's text
 * @param end code point after the last
 * @param text exactly {@code document[start:end]}
 * @param code stable and machine-readable, as {@link Failure#code()}
 * @param message for a person, at most {@value #MAX_MESSAGE} characters; a longer one is cut
 */
public record FailedPassage(
    int ordinal, int start, int end, String text, String code, String message) {
  /** Of one document so many are kept; of the others the counts of passages tell. */
  public static final int MOST = 1_000;

  /** So many are told with the extraction, as its warnings. */
  public static final int MOST_TOLD = 20;

  /** Longer messages are cut here. */
  public static final int MAX_MESSAGE = 500;

  public FailedPassage {
    message = StorableText.of(message, MAX_MESSAGE);
  }

  /**
   * What a document is done without.
   *
   * @param passages how many there are, and how many have answers and points
   * @param failed the first {@link #MOST} of the others, by ordinal
   */
  public record LeftOut(Extraction.PassageCount passages, List<FailedPassage> failed) {
    /** The document is whole. */
    public static final LeftOut NOTHING = new LeftOut(Extraction.PassageCount.NONE, List.of());
  }

  /**
   * A warning of an extraction.
   *
   * @param ordinal which passage failed
   * @param code as {@link FailedPassage#code()}
   * @param message as {@link FailedPassage#message()}
   */
  public record Warning(int ordinal, String code, String message) {}

  /** It as a warning. */
  public Warning warning() {
    return new Warning(ordinal, code, message);
  }
}
