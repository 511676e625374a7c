package dev.tercet.cli.client;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The name of a file as a source, by the bytes that the file system has for it: a JVM that runs
 * under {@code LANG=C} turns every letter beyond ASCII into the same one, and files into each
 * other.
 */
final class SourceName {
  /** What names were written in before UTF-8; it has a letter for nearly every byte. */
  private static final Charset OLD = Charset.forName("windows-1252");

  private SourceName() {}

  /**
   * As seen from where the command runs, with forward slashes.
   *
   * @param root as the user named it
   * @param file the same or below it
   */
  static String of(Path root, Path file) {
    String here = decoded(Path.of("").toAbsolutePath());
    String there = decoded(file.toAbsolutePath().normalize());
    if (there.startsWith(here + "/")) {
      return there.substring(here.length() + 1);
    }
    String top = decoded(root.toAbsolutePath().normalize());
    return root.normalize() + there.substring(top.length());
  }

  private static String decoded(Path absolute) {
    byte[] bytes = bytes(absolute.toUri().getRawPath());
    String name;
    try {
      name = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      name = new String(bytes, OLD);
    }
    // A folder's address ends with a slash.
    return name.length() > 1 && name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
  }

  /** An address keeps the bytes of a path as they are, those beyond ASCII as %XX. */
  private static byte[] bytes(String address) {
    var bytes = new ByteArrayOutputStream();
    for (int at = 0; at < address.length(); at++) {
      if (address.charAt(at) == '%') {
        bytes.write(Integer.parseInt(address.substring(at + 1, at + 3), 16));
        at += 2;
      } else {
        bytes.write(address.charAt(at));
      }
    }
    return bytes.toByteArray();
  }
}
