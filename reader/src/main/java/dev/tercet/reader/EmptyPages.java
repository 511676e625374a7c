package dev.tercet.reader;

import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.io.input.BoundedInputStream;
import org.apache.tika.exception.TikaException;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaType;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.sax.BodyContentHandler;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/** Looks whether a letter has a page that shows no text: what it stands for is then elsewhere. */
final class EmptyPages implements EmbeddedDocumentExtractor {
  /** A page whose markup alone is longer is taken to show something. */
  private static final int MOST_BYTES = 1 << 20;

  private boolean isAnyEmpty;

  boolean isAnyEmpty() {
    return isAnyEmpty;
  }

  @Override
  public boolean shouldParseEmbedded(Metadata part) {
    MediaType type = MediaType.parse(part.get(Metadata.CONTENT_TYPE));
    return MediaType.TEXT_HTML.equals(type) && part.get(Metadata.CONTENT_DISPOSITION) == null;
  }

  @Override
  public void parseEmbedded(
      InputStream stream, ContentHandler handler, Metadata part, boolean outputHtml)
      throws SAXException, IOException {
    var text = new TextOut(MOST_BYTES);
    var context = new ParseContext();
    context.set(Warnings.class, new Warnings());
    InputStream start =
        BoundedInputStream.builder()
            .setInputStream(stream)
            .setMaxCount(MOST_BYTES)
            .setPropagateClose(false)
            .get();
    try {
      new PageParser().parse(start, new BodyContentHandler(text), part, context);
      isAnyEmpty |= text.text().isBlank();
    } catch (SAXException e) {
      if (!text.isFull()) {
        throw e;
      }
    } catch (TikaException e) {
      // What is no page is told of when the letter is read.
      isAnyEmpty = true;
    }
  }
}
