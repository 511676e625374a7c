package dev.tercet.api.document;

import dev.tercet.api.document.FileText.UnreadableFileException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The text of a DOCX file: the paragraphs of {@code word/document.xml} (ECMA-376 part 1, section
 * 17). Nothing outside the file is ever read, and what unpacks to too much is refused.
 */
final class WordText {
  private static final String MAIN_PART = "word/document.xml";
  private static final int MOST_BYTES = 256 << 20;

  private WordText() {}

  static String of(byte[] bytes) throws UnreadableFileException {
    try (var zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().equals(MAIN_PART)) {
          return paragraphs(new Bounded(zip));
        }
      }
    } catch (IOException | XMLStreamException e) {
      throw new UnreadableFileException("this DOCX cannot be read: " + e.getMessage(), e);
    }
    throw new UnreadableFileException("it is an archive, but not a DOCX");
  }

  private static String paragraphs(InputStream xml) throws XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newInstance();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    XMLStreamReader reader = factory.createXMLStreamReader(xml);
    var text = new StringBuilder();
    boolean inRun = false;
    while (reader.hasNext() && text.length() <= FileText.MOST_CHARACTERS) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          inRun = reader.getLocalName().equals("t");
          switch (reader.getLocalName()) {
            case "tab" -> text.append('\t');
            case "br", "cr" -> text.append('\n');
            default -> {
              // Formatting: it has no text of its own.
            }
          }
        }
        case XMLStreamConstants.END_ELEMENT -> {
          inRun = false;
          if (reader.getLocalName().equals("p")) {
            text.append("\n\n");
          }
        }
        case XMLStreamConstants.CHARACTERS -> {
          if (inRun) {
            text.append(reader.getText());
          }
        }
        default -> {
          // Comments and processing instructions are no text.
        }
      }
    }
    return text.toString().strip();
  }

  /** A stream that ends with a refusal instead of filling the memory. */
  private static final class Bounded extends InputStream {
    private final InputStream in;
    private long left = MOST_BYTES;

    Bounded(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      spend(1);
      return in.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = in.read(buffer, offset, length);
      spend(Math.max(0, read));
      return read;
    }

    private void spend(int bytes) throws IOException {
      left -= bytes;
      if (left < 0) {
        throw new IOException("it unpacks to more than " + MOST_BYTES + " bytes");
      }
    }
  }
}
