package dev.tercet.reader;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Reads what the tests make. */
final class Samples {
  private static final FileReading READING =
      new FileReading(new ReadLimits(1 << 20, 3, 2, 1 << 20));

  private Samples() {}

  static Outcome read(String name, byte[] bytes) throws IOException {
    return read(name, bytes, "");
  }

  static Outcome read(String name, byte[] bytes, String declared) throws IOException {
    Path file = Files.createTempFile("reader", "");
    try {
      Files.write(file, bytes);
      return READING.read(file, name, declared);
    } finally {
      Files.delete(file);
    }
  }

  static String text(String name, byte[] bytes) throws IOException {
    return switch (read(name, bytes)) {
      case Outcome.Read(String text, var _) -> text;
      case Outcome.Refused refused -> throw new AssertionError("refused: " + refused);
      case Outcome.NoRoom _ -> throw new AssertionError("no room");
    };
  }

  static String text(String name, String source) throws IOException {
    return text(name, source.getBytes(StandardCharsets.UTF_8));
  }

  static String refusal(String name, byte[] bytes) throws IOException {
    return switch (read(name, bytes)) {
      case Outcome.Read read -> throw new AssertionError("read: " + read);
      case Outcome.Refused(var _, String reason) -> reason;
      case Outcome.NoRoom _ -> throw new AssertionError("no room");
    };
  }

  static byte[] zip(Map<String, String> entries) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, String> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return out.toByteArray();
  }
}
