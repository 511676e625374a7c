package dev.tercet.pipeline.text;

import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import java.util.function.IntPredicate;

/**
 * Chooses the place of a cut in a run that does not fit, by the order of kinds in {@link Cutter}.
 */
final class CutPlaces {
  /** Units on each side of a place that its hash covers, and context for the break iterators. */
  private static final int NEIGHBOURHOOD = 24;

  private final String text;
  private final BreakIterator sentences = BreakIterator.getSentenceInstance(ULocale.ROOT);
  private final BreakIterator words = BreakIterator.getWordInstance(ULocale.ROOT);
  private final BreakIterator graphemes = BreakIterator.getCharacterInstance(ULocale.ROOT);

  CutPlaces(String text) {
    this.text = text;
  }

  /** A place after {@code stretch.start()} and not after {@code stretch.full()}. */
  int best(CutRange stretch) {
    int place = scan(stretch, this::isAfterBlankLine);
    place = place >= 0 ? place : scan(stretch, at -> WhiteSpace.endsLine(text, at - 1));
    place = place >= 0 ? place : iterate(stretch, sentences);
    place = place >= 0 ? place : scan(stretch, at -> WhiteSpace.is(text.charAt(at - 1)));
    place = place >= 0 ? place : iterate(stretch, words);
    place = place >= 0 ? place : iterate(stretch, graphemes);
    return place >= 0 ? place : stretch.full();
  }

  private int scan(CutRange stretch, IntPredicate isPlace) {
    var smallest = new SmallestHash();
    for (int at = stretch.lowest(); at <= stretch.highest(); at++) {
      if (isPlace.test(at)) {
        smallest.offer(at);
      }
    }
    return smallest.place;
  }

  private int iterate(CutRange stretch, BreakIterator breaks) {
    int end = Math.min(text.length(), stretch.full() + NEIGHBOURHOOD);
    breaks.setText(text.substring(stretch.start(), end));
    var smallest = new SmallestHash();
    int offset = breaks.following(Math.max(0, stretch.lowest() - stretch.start() - 1));
    while (offset != BreakIterator.DONE && stretch.start() + offset <= stretch.highest()) {
      smallest.offer(stretch.start() + offset);
      offset = breaks.next();
    }
    return smallest.place;
  }

  /** A line end with nothing but white space between it and the line end before. */
  private boolean isAfterBlankLine(int at) {
    if (!WhiteSpace.endsLine(text, at - 1)) {
      return false;
    }
    int before = at - 2;
    while (before >= 0 && at - before < NEIGHBOURHOOD && WhiteSpace.is(text.charAt(before))) {
      if (WhiteSpace.endsLine(text, before)) {
        return true;
      }
      before--;
    }
    return false;
  }

  /** Keeps the place whose neighbourhood has the smallest hash; the last one of equals. */
  private final class SmallestHash {
    private int place = -1;
    private int smallest = Integer.MAX_VALUE;

    void offer(int at) {
      int hash = hash(at);
      if (hash <= smallest) {
        smallest = hash;
        place = at;
      }
    }

    /** FNV-1a over the units around the place, mixed, without sign. */
    private int hash(int at) {
      int hash = 0x811c9dc5;
      int to = Math.min(text.length(), at + NEIGHBOURHOOD);
      for (int i = Math.max(0, at - NEIGHBOURHOOD); i < to; i++) {
        hash = (hash ^ text.charAt(i)) * 0x01000193;
      }
      hash ^= hash >>> 15;
      return (hash * 0x2c1b3c6d) >>> 1;
    }
  }
}
