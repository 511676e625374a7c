package dev.tercet.reader;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.tika.exception.TikaException;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaType;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.parser.microsoft.rtf.RTFParser;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/**
 * Reads RTF with the numbers of its lists. A file holds them as its owner sees them, "(a)" or
 * "3.1", in groups for readers that do not count themselves; the library skips these groups.
 */
final class RichTextParser implements Parser {
  private static final long serialVersionUID = 1L;
  private static final String SKIPPED = "\\listtext";

  /** Of the same length, since binary parts are counted, and unknown: its group is text. */
  private static final byte[] READ = "\\listmark".getBytes(StandardCharsets.US_ASCII);

  private static final Pattern MARK =
      Pattern.compile("\\\\listtext(?![A-Za-z])([^{}]{0,1000}+)\\}");
  private static final Pattern CONTROL =
      Pattern.compile("\\\\(?:[A-Za-z]+-?\\d* ?|'[0-9A-Fa-f]{2}|.)");
  private static final Pattern LETTER_OR_DIGIT = Pattern.compile("[A-Za-z0-9]");

  private final RTFParser library = new RTFParser();

  @Override
  public Set<MediaType> getSupportedTypes(ParseContext context) {
    return library.getSupportedTypes(context);
  }

  @Override
  public void parse(
      InputStream stream, ContentHandler handler, Metadata metadata, ParseContext context)
      throws IOException, SAXException, TikaException {
    byte[] bytes = stream.readAllBytes();
    showNumbers(bytes);
    library.parse(new ByteArrayInputStream(bytes), handler, metadata, context);
  }

  /** Bullets stay out: they are often signs of a font in which they mean something else. */
  private static void showNumbers(byte[] bytes) {
    String source = new String(bytes, StandardCharsets.ISO_8859_1);
    if (!source.contains(SKIPPED)) {
      return;
    }
    Matcher mark = MARK.matcher(source);
    while (mark.find()) {
      String shown = CONTROL.matcher(mark.group(1)).replaceAll("");
      if (LETTER_OR_DIGIT.matcher(shown).find()) {
        System.arraycopy(READ, 0, bytes, mark.start(), READ.length);
      }
    }
  }
}
