package dev.tercet.api.intake;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers on their way to a client who may read slowly, or not at all: writing never waits. A
 * bounded part is kept in memory, the rest in a private file that is gone with the spool. Who reads
 * it meets an end only when everything was written; otherwise reading fails, so that nobody takes
 * the part for the whole.
 */
final class Spool extends InputStream {
  private static final int IN_MEMORY = 256 << 10;
  private static final int PIECE = 64 << 10;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<byte[]> pieces = new ArrayDeque<>();
  private int inMemory;
  private int readOfFirst;
  private @Nullable SpoolFile file;
  private long read;
  private final Supplier<SpoolFile> room;
  private boolean ended;
  private boolean brokenOff;
  private boolean closed;

  /** What does not fit into memory goes to the file that {@code room} opens. */
  Spool(Supplier<SpoolFile> room) {
    this.room = room;
  }

  /** Bytes in the file. */
  private long written() {
    return file == null ? 0 : file.size();
  }

  /** Adds bytes; dropped when the client has gone. */
  void write(byte[] bytes) throws IOException {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      if (read == written() && inMemory + bytes.length <= IN_MEMORY) {
        pieces.add(bytes);
        inMemory += bytes.length;
      } else {
        spill(bytes);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** True once nobody will read any more. */
  boolean isClosed() {
    lock.lock();
    try {
      return closed;
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

  /** Nothing more will be written, though there was more to write; once ended, it stays whole. */
  void breakOff() {
    lock.lock();
    try {
      brokenOff |= !ended;
    } finally {
      lock.unlock();
    }
    end();
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
      while (!closed && !ended && pieces.isEmpty() && read == written()) {
        changed.await();
      }
      boolean nothingLeft = pieces.isEmpty() && read == written();
      if (nothingLeft && brokenOff && !closed) {
        throw new IOException("answers are missing from here on");
      }
      if (nothingLeft || closed) {
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

  private void spill(byte[] bytes) {
    SpoolFile spilled = file;
    if (spilled == null) {
      spilled = room.get();
      file = spilled;
    }
    spilled.write(bytes, 0, bytes.length);
  }

  private int unspill(byte[] buffer, int offset, int length) throws IOException {
    SpoolFile spilled = file;
    if (spilled == null) {
      throw new IllegalStateException("what was written is neither in memory nor in a file");
    }
    int wanted = (int) Math.min(Math.min(length, PIECE), spilled.size() - read);
    int count = spilled.read(read, buffer, offset, wanted);
    read += count;
    if (read == spilled.size()) {
      read = 0;
      spilled.clear();
    }
    return count;
  }
}
