package dev.tercet.pipeline.text;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** One walk over a document's passages; holds the place and the stretch ahead, nothing else. */
final class PassageWalk implements Iterator<Span> {
  private final String text;
  private final int max;
  private final int shortest;

  /** For a run that does not fit: its break iterators are copies of some size. */
  private @Nullable CutPlaces places;

  /** Everything before this place is done: {@code doneChar} in units, {@code done} in points. */
  private int doneChar;

  private int done;
  private int ordinal;
  private RunScanner run;
  private @Nullable Span next;

  PassageWalk(String text, int max) {
    this.text = text;
    this.max = max;
    this.shortest = max / 5;
    this.run = new RunScanner(text, skipWhiteSpace(0), shortest);
    this.next = find();
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public Span next() {
    Span found = next;
    if (found == null) {
      throw new NoSuchElementException("no passage after ordinal " + (ordinal - 1));
    }
    next = find();
    return found;
  }

  private @Nullable Span find() {
    int start = skipWhiteSpace(doneChar);
    if (start == text.length()) {
      return null;
    }
    int full = ahead(start, max);
    int horizon = ahead(full, Math.max(1, shortest));
    int runEnd = runEnd(start, horizon);
    // A run whose known text fits is taken whole, even if only white space is in sight after it.
    int cut =
        run.textEnd() <= full
            ? run.textEnd()
            : best(new CutRange(start, lowest(start), highest(full, runEnd), full));
    return span(start, trimmedEnd(start, cut), cut);
  }

  private int best(CutRange stretch) {
    CutPlaces known = places == null ? new CutPlaces(text) : places;
    places = known;
    return known.best(stretch);
  }

  /** The end of the run that {@code start} belongs to, or -1 when it is beyond the horizon. */
  private int runEnd(int start, int horizon) {
    int end = run.endBefore(horizon);
    if (end >= 0 && end <= start) {
      run = new RunScanner(text, start, shortest);
      end = run.endBefore(horizon);
    }
    return end;
  }

  /** No piece is shorter than this when it need not be. */
  private int lowest(int start) {
    return ahead(start, Math.max(1, shortest));
  }

  /** Leaves the last piece of a run more than a crumb, when the run's end is in sight. */
  private int highest(int full, int runEnd) {
    return runEnd < 0 ? full : Math.min(full, behind(runEnd, shortest));
  }

  private Span span(int start, int end, int cut) {
    int startPoint = done + text.codePointCount(doneChar, start);
    int endPoint = startPoint + text.codePointCount(start, end);
    done = endPoint;
    doneChar = end;
    if (end < cut) {
      done += text.codePointCount(end, cut);
      doneChar = cut;
    }
    return new Span(ordinal++, startPoint, endPoint, start, end);
  }

  private int skipWhiteSpace(int from) {
    int at = from;
    while (at < text.length() && WhiteSpace.is(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private int trimmedEnd(int start, int cut) {
    int end = cut;
    while (end > start && WhiteSpace.is(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  private int ahead(int from, int points) {
    int at = from;
    for (int i = 0; i < points && at < text.length(); i++) {
      at += isPair(at) ? 2 : 1;
    }
    return at;
  }

  private int behind(int from, int points) {
    int at = from;
    for (int i = 0; i < points && at > 0; i++) {
      at -= at > 1 && isPair(at - 2) ? 2 : 1;
    }
    return at;
  }

  private boolean isPair(int at) {
    return Character.isHighSurrogate(text.charAt(at))
        && at + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(at + 1));
  }
}
