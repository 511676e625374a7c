package dev.tercet.api.http;

import dev.tercet.api.shape.Json;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * All passages of an extraction as {@code {"items":[…]}}, read from the ledger page by page while
 * the client reads. The first page is read at once, so that a store that is away is still answered
 * as such.
 */
final class PassageStream extends InputStream {
  private static final int PAGE = 200;

  private final PassageList passages;
  private int nextOrdinal;
  private boolean ended;
  private byte[] chunk;
  private int read;

  PassageStream(PassageList passages, int fromOrdinal) {
    this.passages = passages;
    nextOrdinal = fromOrdinal;
    chunk = chunk("{\"items\":[");
  }

  @Override
  public int read() {
    return fill() ? chunk[read++] & 0xff : -1;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, chunk.length - read);
    System.arraycopy(chunk, read, buffer, offset, count);
    read += count;
    return count;
  }

  /** Makes at least one byte available; false at the end. */
  private boolean fill() {
    while (read == chunk.length) {
      if (ended) {
        return false;
      }
      chunk = chunk(",");
      read = 0;
    }
    return true;
  }

  private byte[] chunk(String before) {
    List<PassageList.Item> page = passages.page(nextOrdinal, PAGE);
    var out = new ByteArrayOutputStream();
    String separator = before;
    for (PassageList.Item passage : page) {
      out.writeBytes(separator.getBytes(StandardCharsets.US_ASCII));
      out.writeBytes(Json.bytes(passage.json()));
      nextOrdinal = passage.ordinal() + 1;
      separator = ",";
    }
    if (page.isEmpty() && !before.equals(",")) {
      out.writeBytes(before.getBytes(StandardCharsets.US_ASCII));
    }
    if (page.size() < PAGE) {
      ended = true;
      out.writeBytes("]}".getBytes(StandardCharsets.US_ASCII));
    }
    return out.toByteArray();
  }
}
