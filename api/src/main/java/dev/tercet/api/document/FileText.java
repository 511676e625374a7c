package dev.tercet.api.document;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jsoup.Jsoup;

/** The text of a file, by what its first bytes and its name say it is. */
public final class FileText {
  /** The most text that is taken out of one file, in characters. */
  static final int MOST_CHARACTERS = 24 << 20;

  private FileText() {}

  /** No text can be taken out of the file; the message says why, for a person. */
  public static final class UnreadableFileException extends Exception {
    UnreadableFileException(String message) {
      super(message);
    }

    UnreadableFileException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The text of the file; throws when it has none that can be read. */
  public static String of(String name, byte[] bytes) throws UnreadableFileException {
    String lower = name.toLowerCase(Locale.ROOT);
    String text;
    if (startsWith(bytes, "%PDF-")) {
      text = pdf(bytes);
    } else if (startsWith(bytes, "PK\u0003\u0004")) {
      text = WordText.of(bytes);
    } else if (lower.endsWith(".html") || lower.endsWith(".htm") || lower.endsWith(".xhtml")) {
      text = HtmlText.of(Jsoup.parse(Encoding.decode(bytes)));
    } else {
      text = Encoding.decode(bytes);
    }
    if (text.isBlank()) {
      throw new UnreadableFileException("there is no text in it");
    }
    if (text.length() > MOST_CHARACTERS) {
      throw new UnreadableFileException("its text is longer than " + MOST_CHARACTERS);
    }
    return text;
  }

  private static String pdf(byte[] bytes) throws UnreadableFileException {
    try (PDDocument document = Loader.loadPDF(bytes)) {
      var stripper = new PDFTextStripper();
      stripper.setLineSeparator("\n");
      stripper.setParagraphEnd("\n");
      return stripper.getText(document);
    } catch (IOException | RuntimeException e) {
      throw new UnreadableFileException("this PDF cannot be read: " + e.getMessage(), e);
    }
  }

  private static boolean startsWith(byte[] bytes, String magic) {
    byte[] expected = magic.getBytes(StandardCharsets.US_ASCII);
    return bytes.length >= expected.length
        && ByteBuffer.wrap(bytes, 0, expected.length).equals(ByteBuffer.wrap(expected));
  }
}
