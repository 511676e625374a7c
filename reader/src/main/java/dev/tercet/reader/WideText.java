package dev.tercet.reader;

import java.lang.Character.UnicodeScript;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * UTF-16 without a byte order mark, of any script. Half of its bytes are of the control characters
 * sooner or later, at the latest in a space or a full stop, which no other text has; and in the
 * right order nearly all letters are of one script, in the wrong one they are of everything.
 */
final class WideText {
  private static final Set<UnicodeScript> EAST_ASIAN =
      Set.of(
          UnicodeScript.HAN,
          UnicodeScript.HIRAGANA,
          UnicodeScript.KATAKANA,
          UnicodeScript.HANGUL,
          UnicodeScript.BOPOMOFO);
  private static final Set<UnicodeScript> ANY =
      Set.of(UnicodeScript.COMMON, UnicodeScript.INHERITED, UnicodeScript.LATIN);

  /** Fewer are met by chance: the first bytes of a picture make two Chinese ones. */
  private static final int FEWEST_LETTERS = 4;

  /** A sentence of any script has a space or a stop in fewer bytes. */
  private static final int BYTES_FOR_A_CONTROL = 100;

  private static final byte DOS_END = 0x1A;

  private static final double ONE_SCRIPT = 0.9;
  private static final double MOSTLY = 0.8;

  private WideText() {}

  static Optional<Charset> of(byte[] bytes) {
    if (bytes.length < 2 * FEWEST_LETTERS || !hasControls(bytes) || isMostlyAscii(bytes)) {
      return Optional.empty();
    }
    return List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE).stream()
        .filter(it -> isOfOneScript(bytes, it))
        .findFirst();
  }

  /** More than a stray one, and than the sign that ends a text of DOS. */
  private static boolean hasControls(byte[] bytes) {
    int controls = bytes[bytes.length - 1] == DOS_END ? -1 : 0;
    for (byte it : bytes) {
      controls += it >= 0 && it < ' ' && !Character.isWhitespace(it) ? 1 : 0;
    }
    return controls > bytes.length / BYTES_FOR_A_CONTROL;
  }

  /** A narrow text in which a few bytes are broken; two of its letters often make a Chinese one. */
  private static boolean isMostlyAscii(byte[] bytes) {
    int printable = 0;
    for (byte it : bytes) {
      printable += it >= ' ' || Character.isWhitespace(it) ? 1 : 0;
    }
    return printable > bytes.length * MOSTLY;
  }

  private static boolean isOfOneScript(byte[] bytes, Charset order) {
    String text;
    try {
      ByteBuffer pairs = ByteBuffer.wrap(bytes, 0, bytes.length & ~1);
      text = order.newDecoder().decode(pairs).toString();
    } catch (CharacterCodingException e) {
      return false;
    }
    Map<UnicodeScript, Integer> letters = new EnumMap<>(UnicodeScript.class);
    int all = 0;
    int ofAny = 0;
    for (int at = 0; at < text.length(); ) {
      int it = text.codePointAt(at);
      at += Character.charCount(it);
      if (!isOfText(it)) {
        return false;
      }
      UnicodeScript script = UnicodeScript.of(it);
      all++;
      ofAny += ANY.contains(script) ? 1 : 0;
      letters.merge(EAST_ASIAN.contains(script) ? UnicodeScript.HAN : script, 1, Integer::sum);
    }
    letters.keySet().removeAll(ANY);
    int most = letters.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    return most >= FEWEST_LETTERS && most + ofAny >= all * ONE_SCRIPT && most * 4 >= all;
  }

  private static boolean isOfText(int it) {
    return switch (Character.getType(it)) {
      case Character.UNASSIGNED, Character.PRIVATE_USE, Character.SURROGATE -> false;
      case Character.CONTROL -> Character.isWhitespace(it);
      default -> true;
    };
  }
}
