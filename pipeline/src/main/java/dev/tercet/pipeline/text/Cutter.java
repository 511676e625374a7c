package dev.tercet.pipeline.text;

import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Cuts a document into passages whose boundaries depend on local content only, so that an edit
 * changes the passages around it and no others.
 *
 * <p>The rules (docs/protocol.md §4), with <i>short</i> meaning less than a fifth of the maximum:
 *
 * <ol>
 *   <li>The document falls into <i>runs</i>. A run ends after a paragraph that is not short, and
 *       before a Markdown heading that follows anything but headings. So a heading or a short
 *       paragraph joins what follows, and a paragraph of ordinary length ends its passage.
 *   <li>A run that fits is one passage. A longer one is cut at the best kind of place that its next
 *       stretch offers: blank line, line end, sentence, white space, word, grapheme, code point.
 *       Among places of one kind the text around them decides, not the distance from the start of
 *       the run: the place with the smallest hash wins. Two walks that see the same stretch from
 *       different starts therefore meet again.
 * </ol>
 *
 * <p>Passages are trimmed of white space, never empty, never longer than the maximum, in order and
 * without overlap; between them is nothing but white space. The result is a pure function of text
 * and maximum, walked in one linear pass with memory for one stretch.
 */
public final class Cutter {
  /** Of the rules: to be raised with every change that moves a boundary. */
  private static final int VERSION = 1;

  private final int maxCharacters;

  /**
   * A cutter for passages of at most {@code maxCharacters} code points.
   *
   * @throws IllegalArgumentException unless 1 ≤ maxCharacters ≤ 1,000,000
   */
  public Cutter(int maxCharacters) {
    if (maxCharacters < 1 || maxCharacters > 1_000_000) {
      throw new IllegalArgumentException(
          "a passage has 1 to 1,000,000 characters, not " + maxCharacters);
    }
    this.maxCharacters = maxCharacters;
  }

  /** The longest passage, in code points. */
  public int maxCharacters() {
    return maxCharacters;
  }

  /** What its passages depend on beside the text: two cutters of one name cut alike. */
  public String name() {
    return VERSION + "/" + maxCharacters;
  }

  /** Walks the passages of a document in order; each is found when it is asked for. */
  public Iterator<Span> walk(String text) {
    return new PassageWalk(text, maxCharacters);
  }

  /** The same walk as a sequential, ordered stream. */
  public Stream<Span> stream(String text) {
    int characteristics = Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE;
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(walk(text), characteristics), false);
  }
}
