package dev.tercet.api.intake;

import dev.tercet.api.intake.InFlight.Share;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A body on its way in. Only what has arrived counts, memory first; a large one, or any when memory
 * is short, arrives on disk. Not thread-safe.
 */
final class Arrival implements AutoCloseable {
  /** How long the whole of a large body waits for memory, once it is there. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final int FIRST_BUFFER = 4 << 10;
  private static final int IN_MEMORY = 128 << 10;
  private static final int ON_DISK_BUFFER = 16 << 10;

  private final int limit;
  private final InFlight inFlight;
  private final Share share;
  private byte[] buffer = new byte[FIRST_BUFFER];
  private int buffered;
  private @Nullable SpoolFile file;

  Arrival(int limit, InFlight inFlight) {
    this.limit = limit;
    this.inFlight = inFlight;
    share = inFlight.none();
    share.tryGrowTo(FIRST_BUFFER);
  }

  /** Adds what has arrived; beyond the limit it is refused. */
  void add(byte[] bytes, int offset, int length) {
    if (length() + length > limit) {
      throw Body.tooLarge(limit);
    }
    for (int from = 0; from < length; ) {
      if (buffered == buffer.length) {
        makeRoom();
      }
      int count = Math.min(length - from, buffer.length - buffered);
      System.arraycopy(bytes, offset + from, buffer, buffered, count);
      buffered += count;
      from += count;
    }
  }

  /** Bytes so far. */
  long length() {
    return buffered + (file == null ? 0 : file.size());
  }

  /** Everything in memory, as soon as there is room for it; the arrival is over. */
  Body body() {
    int length = (int) length();
    share.awaitGrowthTo(length, PATIENCE);
    byte[] all = buffer;
    if (file != null) {
      all = new byte[length];
      read(file, all);
      System.arraycopy(buffer, 0, all, length - buffered, buffered);
    }
    var body = new Body(all, length, share.moved());
    close();
    return body;
  }

  /**
   * What has arrived, from the first byte on; one reader at a time, and nothing arrives meanwhile.
   */
  InputStream open() {
    InputStream rest = new ByteArrayInputStream(buffer, 0, buffered);
    SpoolFile spool = file;
    return spool == null ? rest : new SequenceInputStream(spool.open(), rest);
  }

  private void makeRoom() {
    int larger = buffer.length * 2;
    if (file == null && larger <= IN_MEMORY && share.tryGrowTo(larger)) {
      buffer = Arrays.copyOf(buffer, larger);
      return;
    }
    SpoolFile spool = file;
    if (spool == null) {
      spool = inFlight.spool().openForBody();
      file = spool;
    }
    spool.write(buffer, 0, buffered);
    buffered = 0;
    if (buffer.length > ON_DISK_BUFFER) {
      buffer = new byte[ON_DISK_BUFFER];
      share.shrinkTo(ON_DISK_BUFFER);
    }
  }

  private static void read(SpoolFile file, byte[] into) {
    try {
      int length = (int) file.size();
      for (int at = 0; at < length; ) {
        at += file.read(at, into, at, length - at);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("what had arrived cannot be read again", e);
    }
  }

  @Override
  public void close() {
    share.close();
    SpoolFile spool = file;
    file = null;
    buffered = 0;
    if (spool != null) {
      try {
        spool.close();
      } catch (IOException e) {
        throw new UncheckedIOException("a file of the spool cannot be closed", e);
      }
    }
  }
}
