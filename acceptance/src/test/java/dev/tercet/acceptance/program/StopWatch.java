package dev.tercet.acceptance.program;

import java.util.Locale;
import java.util.StringJoiner;

/** Notes how long after the last beginning something was so. */
final class StopWatch {
  private final StringJoiner notes = new StringJoiner(", ");
  private long begin = System.nanoTime();

  /** Counts from now on, from something that has a name. */
  void begin(String what) {
    note(what);
    begin = System.nanoTime();
  }

  void note(String what) {
    double seconds = (System.nanoTime() - begin) / 1e9;
    notes.add(String.format(Locale.ROOT, "%s after %.1f s", what, seconds));
  }

  @Override
  public String toString() {
    return notes.toString();
  }
}
