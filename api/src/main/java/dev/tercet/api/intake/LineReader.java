package dev.tercet.api.intake;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Cuts a stream into lines, each bounded; only what has arrived of a line counts as in flight. */
final class LineReader {
  private static final int CHUNK = 16 << 10;

  private final InputStream in;
  private final int limit;
  private final InFlight inFlight;
  private final byte[] chunk = new byte[CHUNK];
  private int from;
  private int to;
  private int number;

  LineReader(InputStream in, int limit, InFlight inFlight) {
    this.in = in;
    this.limit = limit;
    this.inFlight = inFlight;
  }

  /** A line, from 1; blank ones are never returned. */
  sealed interface Line {
    int number();

    /** Its bytes, whose memory is reserved until they are closed. */
    record Content(int number, Body body) implements Line {}

    /** It was skipped: too long, or no memory was free for it in time. */
    record Skipped(int number, RuntimeException refusal) implements Line {}
  }

  /** The number of the line that was read last. */
  int number() {
    return number;
  }

  /** The next line that is not blank; null at the end. */
  @Nullable Line next() throws IOException {
    while (fill()) {
      number++;
      Line line = line();
      if (!(line instanceof Line.Content content) || !isBlank(content)) {
        return line;
      }
      content.body().close();
    }
    return null;
  }

  private Line line() throws IOException {
    boolean arrived = false;
    RuntimeException refusal;
    try (var arrival = new Arrival(limit, inFlight)) {
      arrive(arrival);
      arrived = true;
      return new Line.Content(number, arrival.body());
    } catch (RuntimeException e) {
      refusal = e;
    }
    // What had arrived is given back by now: the rest of the line may take its time.
    if (!arrived) {
      skip();
    }
    return new Line.Skipped(number, refusal);
  }

  /** Takes the bytes up to the line's end, and passes over that. */
  private void arrive(Arrival arrival) throws IOException {
    while (fill()) {
      int begin = from;
      while (from < to && chunk[from] != '\n') {
        from++;
      }
      arrival.add(chunk, begin, from - begin);
      if (from < to) {
        from++;
        return;
      }
    }
  }

  /** Passes over the rest of the line. */
  private void skip() throws IOException {
    while (fill()) {
      while (from < to) {
        if (chunk[from++] == '\n') {
          return;
        }
      }
    }
  }

  /** Makes at least one byte available; false at the end of the stream. */
  private boolean fill() throws IOException {
    if (from < to) {
      return true;
    }
    from = 0;
    to = Math.max(0, in.read(chunk));
    return to > 0;
  }

  private static boolean isBlank(Line.Content line) {
    for (int i = 0; i < line.body().length(); i++) {
      byte b = line.body().bytes()[i];
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }
}
