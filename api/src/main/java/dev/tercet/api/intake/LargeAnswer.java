package dev.tercet.api.intake;

import dev.tercet.api.problem.RefusedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Bodies of answers whose client may read slowly, so that a large one does not wait in memory. */
public final class LargeAnswer {
  private static final int IN_MEMORY = 256 << 10;

  private LargeAnswer() {}

  /** The bytes, or a stream of them from disk when they are many and the disk has room. */
  public static Object of(byte[] bytes, InFlight inFlight) {
    if (bytes.length <= IN_MEMORY) {
      return bytes;
    }
    // Without room it is answered from memory, so that the part kept for answers is not for it.
    var spool = new Spool(inFlight.spool()::openForBody);
    try {
      try {
        spool.write(bytes);
        spool.end();
        return spool;
      } catch (RefusedRequest noRoom) {
        spool.close();
        return bytes;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("an answer cannot be kept on disk", e);
    }
  }
}
