package dev.tercet.pipeline.provider.batch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** The lines of a batch's results, of which one at a time is in memory. */
final class ResultLines {
  /** Bytes; what is longer is no answer. */
  static final int LONGEST = 16 << 20;

  private ResultLines() {}

  /**
   * Tells each line that has something.
   *
   * @param tooLong runs for each that is longer than {@link #LONGEST}
   */
  static void read(InputStream in, Consumer<String> told, Runnable tooLong) throws IOException {
    var line = new ByteArrayOutputStream();
    long length = 0;
    for (int next = in.read(); next >= 0; next = in.read()) {
      if (next == '\n') {
        tell(line, length, told, tooLong);
        length = 0;
      } else if (++length <= LONGEST) {
        line.write(next);
      }
    }
    tell(line, length, told, tooLong);
  }

  private static void tell(
      ByteArrayOutputStream line, long length, Consumer<String> told, Runnable tooLong) {
    if (length > LONGEST) {
      tooLong.run();
    } else if (length > 0) {
      told.accept(line.toString(StandardCharsets.UTF_8));
    }
    line.reset();
  }
}
