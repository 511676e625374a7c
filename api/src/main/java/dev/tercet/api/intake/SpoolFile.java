package dev.tercet.api.intake;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** A file of a {@link SpoolFolder}: written at its end, read anywhere. Not thread-safe. */
final class SpoolFile implements AutoCloseable {
  private final SpoolFolder folder;
  private final long most;
  private final SeekableByteChannel channel;
  private long size;

  /** Grows while all files of the folder have at most {@code most} bytes. */
  SpoolFile(SpoolFolder folder, long most, SeekableByteChannel channel) {
    this.folder = folder;
    this.most = most;
    this.channel = channel;
  }

  long size() {
    return size;
  }

  /** Appends; refuses when there is no room, and what was written before stays. */
  void write(byte[] bytes, int offset, int length) {
    folder.take(length, most);
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
    try {
      channel.position(size);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      size += length;
    } catch (IOException e) {
      folder.giveBack(length);
      throw SpoolFolder.failed(e);
    }
  }

  /** Reads up to {@code length} bytes from {@code position} on, at least one. */
  int read(long position, byte[] bytes, int offset, int length) throws IOException {
    channel.position(position);
    int count = channel.read(ByteBuffer.wrap(bytes, offset, length));
    if (count < 0) {
      throw new IOException("the spool's file was cut");
    }
    return count;
  }

  /** Its bytes, from the first one on. */
  InputStream open() {
    return new InputStream() {
      private long position;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        int wanted = (int) Math.min(length, size - position);
        if (wanted <= 0) {
          return length == 0 ? 0 : -1;
        }
        int count = SpoolFile.this.read(position, bytes, offset, wanted);
        position += count;
        return count;
      }
    };
  }

  /** Makes it empty. */
  void clear() throws IOException {
    channel.truncate(0);
    folder.giveBack(size);
    size = 0;
  }

  @Override
  public void close() throws IOException {
    folder.giveBack(size);
    size = 0;
    channel.close();
  }
}
