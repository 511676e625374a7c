package dev.tercet.api.intake;

import dev.tercet.api.intake.InFlight.Share;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Cuts a stream into lines, each bounded; memory for a line is reserved before it is used. */
final class LineReader {
  private static final int CHUNK = 64 << 10;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

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

    /** Its bytes, whose memory is reserved until the share is closed. */
    @SuppressWarnings("ArrayRecordComponent") // read once, never compared
    record Content(int number, byte[] bytes, int length, Share share) implements Line {}

    /** It was skipped: too long, or no memory was free for it in time. */
    record Skipped(int number, RuntimeException refusal) implements Line {}
  }

  /** The next line that is not blank; null at the end. */
  @Nullable Line next() throws IOException {
    while (fill()) {
      number++;
      Line line = line();
      if (!(line instanceof Line.Content content) || !isBlank(content)) {
        return line;
      }
      content.share().close();
    }
    return null;
  }

  private Line line() throws IOException {
    Share share;
    try {
      share = inFlight.await(CHUNK, PATIENCE);
    } catch (RuntimeException refusal) {
      skip();
      return new Line.Skipped(number, refusal);
    }
    try {
      return line(share);
    } catch (IOException e) {
      share.close();
      throw e;
    } catch (RuntimeException refusal) {
      share.close();
      skip();
      return new Line.Skipped(number, refusal);
    }
  }

  private Line line(Share share) throws IOException {
    byte[] line = new byte[256];
    int length = 0;
    while (fill()) {
      int end = from;
      while (end < to && chunk[end] != '\n') {
        end++;
      }
      int more = end - from;
      if (length + more > limit) {
        throw Body.tooLarge(limit);
      }
      if (length + more > line.length) {
        int larger = Math.min(limit, Math.max(length + more, line.length * 2));
        share.awaitGrowthTo(larger, PATIENCE);
        line = Arrays.copyOf(line, larger);
      }
      System.arraycopy(chunk, from, line, length, more);
      length += more;
      from = end;
      if (end < to) {
        from++;
        break;
      }
    }
    return new Line.Content(number, line, length, share);
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
    for (int i = 0; i < line.length(); i++) {
      byte b = line.bytes()[i];
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }
}
