package dev.tercet.api.intake;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that is refused beyond so many bytes, whoever reads or skips them. */
final class Bounded extends FilterInputStream {
  private final int most;
  private long read;

  Bounded(InputStream in, int most) {
    super(in);
    this.most = most;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = in.read(bytes, offset, length);
    read += Math.max(0, count);
    if (read > most) {
      throw Body.tooLarge(most);
    }
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    return Math.max(0, read(new byte[(int) Math.min(count, 1 << 10)]));
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
