package dev.tercet.api.http;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of a chunked body, as they come. */
final class Chunks extends InputStream {
  private final InputStream in;
  private int left;
  private boolean begun;
  private boolean ended;

  Chunks(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (left == 0 && !ended) {
      nextChunk();
    }
    if (ended) {
      return -1;
    }
    int read = in.read(buffer, offset, Math.min(length, left));
    left -= Math.max(0, read);
    return read;
  }

  private void nextChunk() throws IOException {
    if (begun) {
      line();
    }
    begun = true;
    left = Integer.parseInt(line(), 16);
    ended = left == 0;
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the body ended early");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
