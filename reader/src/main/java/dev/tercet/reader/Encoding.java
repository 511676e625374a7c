package dev.tercet.reader;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The characters of bytes: by their byte order mark, as UTF-16 by its zeros or its script, as UTF-8
 * even when some of it is broken, by what is declared, or by what they look like, in this order.
 * What no encoding explains becomes U+FFFD, and is told.
 */
final class Encoding {
  private static final Charset WESTERN = Charset.forName("windows-1252");
  private static final Pattern DECLARED =
      Pattern.compile("(?i)(?:charset|encoding)\\s*=\\s*[\"']?\\s*([A-Za-z0-9_.:-]{1,40})");
  private static final int HEAD = 1_024;

  /** One in so many characters may be a control character or unknown; more is no text. */
  private static final int CHARACTERS_FOR_AN_ODD_ONE = 20;

  private static final int ODD_ONES_IN_ANY_CASE = 2;
  private static final int SHORTEST_WITH_A_CONTROL = 8;

  /** A byte order mark and what follows it; the longer ones first. */
  private record Mark(String bytes, Charset charset) {}

  private static final List<Mark> MARKS =
      List.of(
          new Mark("\u00FF\u00FE\u0000\u0000", Charset.forName("UTF-32LE")),
          new Mark("\u0000\u0000\u00FE\u00FF", Charset.forName("UTF-32BE")),
          new Mark("\u00EF\u00BB\u00BF", StandardCharsets.UTF_8),
          new Mark("\u00FF\u00FE", StandardCharsets.UTF_16LE),
          new Mark("\u00FE\u00FF", StandardCharsets.UTF_16BE));

  private Encoding() {}

  /**
   * The text without its byte order mark.
   *
   * @param declared from outside the bytes, or null
   * @return nothing when the bytes are no text
   */
  static Optional<String> decode(byte[] bytes, @Nullable String declared, Warnings warnings) {
    String head = new String(bytes, 0, Math.min(HEAD, bytes.length), StandardCharsets.ISO_8859_1);
    for (Mark mark : MARKS) {
      if (head.startsWith(mark.bytes())) {
        int length = mark.bytes().length();
        return text(bytes, length, mark.charset(), warnings);
      }
    }
    return text(bytes, 0, charset(bytes, head, declared), warnings);
  }

  /** Whether the bytes are text in UTF-8 without anything odd in it. */
  static boolean isCleanText(byte[] bytes) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return false;
    }
    return text.codePoints().noneMatch(it -> isControl(it) && it != '\u001b');
  }

  private static Charset charset(byte[] bytes, String head, @Nullable String declared) {
    Utf8Scan scan = Utf8Scan.of(bytes);
    Optional<Charset> wide =
        withoutMark(bytes).or(() -> scan.isPlainly() ? Optional.empty() : WideText.of(bytes));
    if (wide.isPresent()) {
      return wide.get();
    }
    boolean shifts = head.contains("\u001b$") || head.contains("\u001b(");
    if (scan.isWhole() && !shifts) {
      return StandardCharsets.UTF_8;
    }
    if (!scan.isWhole() && scan.isUtf8WithSomeBroken()) {
      return StandardCharsets.UTF_8;
    }
    return known(declared)
        .or(() -> declaredIn(head))
        .or(() -> LikelyEncoding.of(bytes))
        .map(Encoding::western)
        .orElse(scan.isWhole() ? StandardCharsets.UTF_8 : WESTERN);
  }

  /** UTF-16 without a mark shows in the zeros, which stand on one side of every pair only. */
  private static Optional<Charset> withoutMark(byte[] bytes) {
    int[] zeros = new int[2];
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == 0) {
        zeros[i & 1]++;
      }
    }
    int pairs = bytes.length / 2;
    if (pairs < 2 || Math.max(zeros[0], zeros[1]) < pairs / 2 + 1) {
      return Optional.empty();
    }
    if (Math.min(zeros[0], zeros[1]) > pairs / 20) {
      return Optional.empty();
    }
    return Optional.of(zeros[1] > zeros[0] ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE);
  }

  private static Optional<Charset> declaredIn(String head) {
    Matcher declaration = DECLARED.matcher(head);
    return declaration.find() ? known(declaration.group(1)) : Optional.empty();
  }

  private static Optional<Charset> known(@Nullable String name) {
    try {
      return name != null && Charset.isSupported(name)
          ? Optional.of(Charset.forName(name))
          : Optional.empty();
    } catch (IllegalCharsetNameException e) {
      return Optional.empty();
    }
  }

  /** What calls itself Latin 1 or ASCII is read as windows-1252, as browsers do. */
  private static Charset western(Charset charset) {
    String name = charset.name().toLowerCase(Locale.ROOT);
    return name.equals("iso-8859-1") || name.equals("us-ascii") ? WESTERN : charset;
  }

  private static Optional<String> text(byte[] bytes, int from, Charset charset, Warnings warnings) {
    CharBuffer decoded;
    try {
      decoded =
          charset
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPLACE)
              .onUnmappableCharacter(CodingErrorAction.REPLACE)
              .decode(ByteBuffer.wrap(bytes, from, bytes.length - from).slice());
    } catch (CharacterCodingException e) {
      throw new IllegalStateException("a decoder that replaces has refused", e);
    }
    String text = decoded.toString();
    long unknown = text.chars().filter(it -> it == '\uFFFD').count();
    long zeros = text.chars().filter(it -> it == 0).count();
    long controls = text.codePoints().filter(Encoding::isControl).count();
    if ((unknown + controls - ODD_ONES_IN_ANY_CASE) * CHARACTERS_FOR_AN_ODD_ONE > text.length()
        || (controls > 0 && text.length() < SHORTEST_WITH_A_CONTROL)
        || (unknown >= text.length() && unknown > 0)) {
      return Optional.empty();
    }
    if (unknown > 0) {
      warnings.add(unknown + " places that are not text in " + charset.name() + " stand as U+FFFD");
    }
    if (zeros > 0) {
      warnings.add(zeros + " NUL characters stand as U+FFFD");
    }
    return Optional.of(zeros > 0 ? text.replace('\u0000', '\uFFFD') : text);
  }

  private static boolean isControl(int it) {
    return it < ' ' && !Character.isWhitespace(it);
  }
}
