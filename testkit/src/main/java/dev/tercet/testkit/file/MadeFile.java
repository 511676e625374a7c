package dev.tercet.testkit.file;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A file as a client would send it. */
public final class MadeFile {
  private final String what;
  private final String name;
  private final byte[] bytes;

  MadeFile(String what, String name, byte[] bytes) {
    this.what = what;
    this.name = name;
    this.bytes = bytes;
  }

  static MadeFile ofText(String what, String name, String text) {
    return new MadeFile(what, name, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  public String name() {
    return name;
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  /** This file without its end. */
  MadeFile cutAt(int length) {
    byte[] head = Arrays.copyOf(bytes, Math.min(length, bytes.length));
    return new MadeFile(what + ", cut at byte " + length, name, head);
  }

  /** What it is, for a person. */
  @Override
  public String toString() {
    return what;
  }
}
