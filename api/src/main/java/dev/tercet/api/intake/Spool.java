package dev.tercet.api.intake;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Answers on their way to a client who may read slowly, or not at all: writing never waits. A
 * bounded part is kept in memory, the rest in a temporary file that is gone with the spool.
 */
final class Spool extends InputStream {
  private static final int IN_MEMORY = 256 << 10;
  private static final int PIECE = 64 << 10;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<byte[]> pieces = new ArrayDeque<>();
  private int inMemory;
  private int readOfFirst;
  private @Nullable FileChannel file;
  private long written;
  private long read;
  private boolean ended;
  private boolean closed;

  /** Adds bytes; dropped when the client has gone. */
  void write(byte[] bytes) throws IOException {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      if (read == written && inMemory + bytes.length <= IN_MEMORY) {
        pieces.add(bytes);
        inMemory += bytes.length;
      } else {
        spill(ByteBuffer.wrap(bytes));
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Nothing more will be written. */
  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    lock.lock();
    try {
      while (!closed && !ended && pieces.isEmpty() && read == written) {
        changed.await();
      }
      if (closed || (pieces.isEmpty() && read == written)) {
        return -1;
      }
      return pieces.isEmpty() ? unspill(buffer, offset, length) : take(buffer, offset, length);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for an answer", e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      closed = true;
      pieces.clear();
      changed.signalAll();
      if (file != null) {
        file.close();
      }
    } finally {
      lock.unlock();
    }
  }

  private int take(byte[] buffer, int offset, int length) {
    byte[] first = pieces.element();
    int count = Math.min(length, first.length - readOfFirst);
    System.arraycopy(first, readOfFirst, buffer, offset, count);
    readOfFirst += count;
    inMemory -= count;
    if (readOfFirst == first.length) {
      pieces.remove();
      readOfFirst = 0;
    }
    return count;
  }

  private void spill(ByteBuffer bytes) throws IOException {
    FileChannel channel = file;
    if (channel == null) {
      Path path = Files.createTempFile("tercet-answers-", ".ndjson");
      channel =
          FileChannel.open(
              path,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
      file = channel;
    }
    while (bytes.hasRemaining()) {
      written += channel.write(bytes, written);
    }
  }

  private int unspill(byte[] buffer, int offset, int length) throws IOException {
    FileChannel channel = file;
    if (channel == null) {
      throw new IllegalStateException("what was written is neither in memory nor in a file");
    }
    int wanted = (int) Math.min(Math.min(length, PIECE), written - read);
    int count = channel.read(ByteBuffer.wrap(buffer, offset, wanted), read);
    if (count < 0) {
      throw new IOException("the temporary file was cut");
    }
    read += count;
    if (read == written) {
      read = 0;
      written = 0;
      channel.truncate(0);
    }
    return count;
  }
}
