package dev.tercet.testkit.file;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Builds archives entry by entry, also ones that claim what no archiver would pack (APPNOTE 4.3).
 */
final class MadeZip {
  private static final int CHUNK = 16 << 20;

  private final ByteArrayOutputStream file = new ByteArrayOutputStream();
  private final List<byte[]> directory = new ArrayList<>();

  MadeZip stored(String name, byte[] content) {
    return entry(name, 0, content, content.length, crc(content));
  }

  MadeZip packed(String name, String content) {
    return packed(name, content.getBytes(StandardCharsets.UTF_8));
  }

  MadeZip packed(String name, byte[] content) {
    return entry(name, 8, deflated(content, true), content.length, crc(content));
  }

  /** So many chunks of 16 MiB of zeros; packing one of them is enough for all. */
  MadeZip zeros(String name, int chunks) {
    byte[] chunk = deflated(new byte[CHUNK], false);
    var content = new ByteArrayOutputStream();
    for (int i = 0; i < chunks; i++) {
      content.writeBytes(chunk);
    }
    content.writeBytes(deflated(new byte[0], true));
    return entry(name, 8, content.toByteArray(), (long) chunks * CHUNK, 0);
  }

  byte[] bytes() {
    int start = file.size();
    directory.forEach(file::writeBytes);
    int length = file.size() - start;
    byte[] record = new byte[22];
    ByteBuffer end = little(record);
    end.putInt(0x06054b50).putShort((short) 0).putShort((short) 0);
    end.putShort((short) directory.size()).putShort((short) directory.size());
    end.putInt(length).putInt(start).putShort((short) 0);
    file.writeBytes(record);
    return file.toByteArray();
  }

  private MadeZip entry(String name, int method, byte[] content, long size, long crc) {
    byte[] label = name.getBytes(StandardCharsets.UTF_8);
    int offset = file.size();
    byte[] header = new byte[30];
    ByteBuffer local = little(header);
    local.putInt(0x04034b50).putShort((short) 20).putShort((short) 0).putShort((short) method);
    local.putInt(0).putInt((int) crc).putInt(content.length).putInt((int) size);
    local.putShort((short) label.length).putShort((short) 0);
    file.writeBytes(header);
    file.writeBytes(label);
    file.writeBytes(content);
    byte[] listed = new byte[46 + label.length];
    ByteBuffer central = little(listed);
    central.putInt(0x02014b50).putShort((short) 20).putShort((short) 20).putShort((short) 0);
    central.putShort((short) method).putInt(0).putInt((int) crc).putInt(content.length);
    central.putInt((int) size).putShort((short) label.length).putShort((short) 0);
    central.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0).putInt(offset);
    central.put(label);
    directory.add(listed);
    return this;
  }

  private static byte[] deflated(byte[] content, boolean isLast) {
    var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    deflater.setInput(content);
    if (isLast) {
      deflater.finish();
    }
    var packed = new ByteArrayOutputStream();
    byte[] buffer = new byte[1 << 16];
    int length = buffer.length;
    while (length == buffer.length) {
      length =
          deflater.deflate(
              buffer, 0, buffer.length, isLast ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH);
      packed.write(buffer, 0, length);
    }
    deflater.end();
    return packed.toByteArray();
  }

  private static long crc(byte[] content) {
    var crc = new CRC32();
    crc.update(content);
    return crc.getValue();
  }

  private static ByteBuffer little(byte[] into) {
    return ByteBuffer.wrap(into).order(ByteOrder.LITTLE_ENDIAN);
  }
}
