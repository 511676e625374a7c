package dev.tercet.api.intake;

import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Cuts a stream into lines, each bounded; only what has arrived of a line counts as in flight. */
final class LineReader {
  private static final int CHUNK = 16 << 10;

  /**
   * Bytes that lead to nothing cost a client next to nothing when they come packed, so they have a
   * limit of their own: this many times a line's.
   */
  private static final int IDLE_LIMITS = 10;

  private final InputStream in;
  private final int limit;
  private final InFlight inFlight;
  private final byte[] chunk = new byte[CHUNK];
  private int from;
  private int to;
  private long passedOver;
  private int number;

  /** Refuses to go on when it has passed over more than {@value #IDLE_LIMITS} such limits. */
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

  /**
   * The next line that is not blank; null at the end. Its refusal, thrown, is one of all that
   * follows.
   */
  @Nullable Line next() throws IOException {
    while (fill()) {
      number++;
      if (!isBlank()) {
        return line();
      }
    }
    return null;
  }

  /** Gives back a line that leads to nothing. */
  void drop(Line.Content line) {
    line.body().close();
    passOver(line.body().length() + 1);
  }

  private void passOver(int bytes) {
    passedOver += bytes;
    if (passedOver > (long) IDLE_LIMITS * limit) {
      throw Problem.of(
              ProblemCode.TOO_LARGE,
              "too many bytes that are no line to take, from here on nothing is; a line has at most "
                  + limit)
          .refusal();
    }
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
      int begin = from;
      while (from < to) {
        if (chunk[from++] == '\n') {
          return;
        }
      }
      passOver(from - begin);
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

  /** Passes over what a line may begin with, and its end if there is nothing else in it. */
  private boolean isBlank() throws IOException {
    while (fill()) {
      byte next = chunk[from];
      if (next != ' ' && next != '\t' && next != '\r' && next != '\n') {
        return false;
      }
      from++;
      passOver(1);
      if (next == '\n') {
        return true;
      }
    }
    return true;
  }
}
