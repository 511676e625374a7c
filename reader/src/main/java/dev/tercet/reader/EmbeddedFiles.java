package dev.tercet.reader;

import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.io.input.BoundedInputStream;
import org.apache.tika.exception.TikaException;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.io.TemporaryResources;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.sax.BodyContentHandler;
import org.apache.tika.sax.EmbeddedContentHandler;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/** Reads what lies in other files, such as the attachments of a letter, within bounds. */
final class EmbeddedFiles implements EmbeddedDocumentExtractor {
  private final FileTypes types;
  private final ParseContext context;
  private final ReadLimits limits;
  private final Warnings warnings;
  private int seen;
  private int depth;
  private boolean isOutOfRoom;

  EmbeddedFiles(FileTypes types, ParseContext context, ReadLimits limits, Warnings warnings) {
    this.types = types;
    this.context = context;
    this.limits = limits;
    this.warnings = warnings;
  }

  /** Whether a file inside was not read for want of room on the disk. */
  boolean isOutOfRoom() {
    return isOutOfRoom;
  }

  @Override
  public boolean shouldParseEmbedded(Metadata metadata) {
    if (seen >= limits.embeddedFiles()) {
      warnings.add("only the first " + limits.embeddedFiles() + " files inside it were read");
      return false;
    }
    if (depth >= limits.embeddedDepth()) {
      warnings.add("files that lie more than " + limits.embeddedDepth() + " deep were not read");
      return false;
    }
    seen++;
    return true;
  }

  @Override
  public void parseEmbedded(
      InputStream stream, ContentHandler handler, Metadata metadata, boolean outputHtml)
      throws SAXException, IOException {
    InputStream bounded =
        BoundedInputStream.builder()
            .setInputStream(stream)
            .setMaxCount(limits.embeddedBytes())
            .setPropagateClose(false)
            .get();
    depth++;
    try (var temporary = new TemporaryResources();
        TikaInputStream file = TikaInputStream.get(bounded, temporary, metadata)) {
      parse(file, handler, metadata);
    } catch (TikaException | IOException | RuntimeException e) {
      isOutOfRoom |= FullDisk.isMissing(e);
      warnings.add("a file inside it cannot be read: " + name(metadata));
    } finally {
      depth--;
    }
  }

  private void parse(TikaInputStream file, ContentHandler handler, Metadata metadata)
      throws TikaException, IOException, SAXException {
    MediaType type = types.ofPart(file, metadata);
    if (types.isReadable(type)) {
      String charset = DeclaredCharset.of(metadata);
      metadata.set(Metadata.CONTENT_TYPE, DeclaredCharset.with(type, charset));
      types
          .parser(type)
          .parse(
              file, new EmbeddedContentHandler(new BodyContentHandler(handler)), metadata, context);
    }
  }

  private static String name(Metadata metadata) {
    String name = metadata.get(TikaCoreProperties.RESOURCE_NAME_KEY);
    return name == null || name.isBlank() ? "without a name" : FileTypeNames.shortened(name);
  }
}
