package dev.tercet.api.document;

import com.ibm.icu.text.CharsetDetector;
import com.ibm.icu.text.CharsetMatch;
import dev.tercet.api.document.FileText.UnreadableFileException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The characters of a file that does not say how it is encoded: by its byte order mark, as UTF-8,
 * by the page's own declaration, or by what its bytes look like, in this order.
 */
final class Encoding {
  private static final Map<String, Charset> MARKS =
      Map.of(
          "\u00EF\u00BB\u00BF", StandardCharsets.UTF_8,
          "\u00FE\u00FF", StandardCharsets.UTF_16BE,
          "\u00FF\u00FE", StandardCharsets.UTF_16LE);
  private static final Pattern DECLARED =
      Pattern.compile("(?:charset|encoding)\\s*=\\s*[\"']?([A-Za-z0-9_.:-]{1,40})");
  private static final int HEAD = 1_024;

  /** Of 100; what is no text at all gets 10, plain Western European text 20 and more. */
  private static final int CONFIDENT = 15;

  private Encoding() {}

  /** The text, without its byte order mark; refused when it is not text in any known encoding. */
  static String decode(byte[] bytes) throws UnreadableFileException {
    String head = new String(bytes, 0, Math.min(HEAD, bytes.length), StandardCharsets.ISO_8859_1);
    for (Map.Entry<String, Charset> mark : MARKS.entrySet()) {
      if (head.startsWith(mark.getKey())) {
        int length = mark.getKey().length();
        return text(
            strictly(
                ByteBuffer.wrap(bytes, length, bytes.length - length).slice(), mark.getValue()));
      }
    }
    String utf8 = strictly(ByteBuffer.wrap(bytes), StandardCharsets.UTF_8);
    if (utf8 != null) {
      return text(utf8);
    }
    Optional<Charset> declared = declared(head);
    return text(
        declared.isPresent() ? strictly(ByteBuffer.wrap(bytes), declared.get()) : detected(bytes));
  }

  private static @Nullable String strictly(ByteBuffer bytes, Charset charset) {
    try {
      return charset.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException notInThisEncoding) {
      return null;
    }
  }

  private static Optional<Charset> declared(String head) {
    Matcher declaration = DECLARED.matcher(head);
    return declaration.find() && Charset.isSupported(declaration.group(1))
        ? Optional.of(Charset.forName(declaration.group(1)))
        : Optional.empty();
  }

  private static @Nullable String detected(byte[] bytes) {
    CharsetMatch match = new CharsetDetector().setText(bytes).detect();
    return match != null
            && match.getConfidence() >= CONFIDENT
            && Charset.isSupported(match.getName())
        ? strictly(ByteBuffer.wrap(bytes), Charset.forName(match.getName()))
        : null;
  }

  /** Control characters other than white space are the sign of something else than text. */
  private static String text(@Nullable String decoded) throws UnreadableFileException {
    if (decoded == null || decoded.chars().anyMatch(it -> it == 0)) {
      throw new UnreadableFileException("it is neither text nor HTML, PDF or DOCX");
    }
    long controls = decoded.chars().filter(it -> it < ' ' && !Character.isWhitespace(it)).count();
    if (controls * 100 > decoded.length()) {
      throw new UnreadableFileException("it is neither text nor HTML, PDF or DOCX");
    }
    return decoded;
  }
}
