package dev.tercet.reader;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.tika.exception.TikaException;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.metadata.Message;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.parser.mail.RFC822Parser;
import org.apache.tika.sax.ContentHandlerDecorator;
import org.xml.sax.Attributes;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.AttributesImpl;
import org.xml.sax.helpers.DefaultHandler;

/** Reads a letter with who wrote it to whom, when and about what, as a mail program shows it. */
final class MailParser implements Parser {
  private static final long serialVersionUID = 1L;
  private static final String XHTML = "http://www.w3.org/1999/xhtml";

  private static final Pattern ALTERNATIVES =
      Pattern.compile("multipart/alternative", Pattern.LITERAL | Pattern.CASE_INSENSITIVE);

  private final RFC822Parser letters = new RFC822Parser();
  private final RFC822Parser lettersWithAllAlternatives = new RFC822Parser();

  MailParser() {
    lettersWithAllAlternatives.setExtractAllAlternatives(true);
  }

  @Override
  public Set<MediaType> getSupportedTypes(ParseContext context) {
    return letters.getSupportedTypes(context);
  }

  @Override
  public void parse(
      InputStream stream, ContentHandler handler, Metadata metadata, ParseContext context)
      throws IOException, SAXException, TikaException {
    byte[] letter = HeaderRepair.of(stream.readAllBytes());
    RFC822Parser parser = isPageEmpty(letter) ? lettersWithAllAlternatives : letters;
    parser.parse(
        new ByteArrayInputStream(letter), new HeadersFirst(handler, metadata), metadata, context);
  }

  /** The library takes a page before a plain text, even one that shows nothing. */
  private boolean isPageEmpty(byte[] letter) throws IOException, SAXException, TikaException {
    String source = new String(letter, StandardCharsets.ISO_8859_1);
    if (!ALTERNATIVES.matcher(source).find()) {
      return false;
    }
    var pages = new EmptyPages();
    var context = new ParseContext();
    context.set(EmbeddedDocumentExtractor.class, pages);
    letters.parse(new ByteArrayInputStream(letter), new DefaultHandler(), new Metadata(), context);
    return pages.isAnyEmpty();
  }

  /** Writes the headers where the body begins; by then they have been read. */
  private static final class HeadersFirst extends ContentHandlerDecorator {
    private final Metadata metadata;
    private boolean isWritten;

    HeadersFirst(ContentHandler handler, Metadata metadata) {
      super(handler);
      this.metadata = metadata;
    }

    @Override
    public void startElement(String uri, String name, String qualified, Attributes attributes)
        throws SAXException {
      super.startElement(uri, name, qualified, attributes);
      if (!isWritten && name.equals("body")) {
        isWritten = true;
        write();
      }
    }

    private void write() throws SAXException {
      Map<String, String> headers = new LinkedHashMap<>();
      headers.put("From", all(Message.MESSAGE_FROM));
      headers.put("To", all(Message.MESSAGE_TO));
      headers.put("Cc", all(Message.MESSAGE_CC));
      headers.put("Date", date());
      headers.put("Subject", subject());
      super.startElement(XHTML, "p", "p", new AttributesImpl());
      for (Map.Entry<String, String> header : headers.entrySet()) {
        if (!header.getValue().isBlank()) {
          char[] line = (header.getKey() + ": " + header.getValue()).toCharArray();
          super.characters(line, 0, line.length);
          super.startElement(XHTML, "br", "br", new AttributesImpl());
          super.endElement(XHTML, "br", "br");
        }
      }
      super.endElement(XHTML, "p", "p");
    }

    private String date() {
      String date = metadata.get(TikaCoreProperties.CREATED);
      return date == null ? "" : date;
    }

    private String subject() {
      String subject = metadata.get(TikaCoreProperties.SUBJECT);
      String title = subject == null ? metadata.get(TikaCoreProperties.TITLE) : subject;
      return title == null ? "" : title;
    }

    private String all(String name) {
      return Arrays.stream(metadata.getValues(name)).distinct().collect(Collectors.joining(", "));
    }
  }
}
