package dev.tercet.reader;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.tika.detect.DefaultDetector;
import org.apache.tika.detect.Detector;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MimeTypeException;
import org.apache.tika.mime.MimeTypes;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.jspecify.annotations.Nullable;

/** What a file is, by its bytes first and by its name only where they leave it open. */
final class FileTypes {
  private static final MediaType HTML = MediaType.text("html");
  private static final MediaType XHTML = MediaType.application("xhtml+xml");
  private static final MediaType PDF = MediaType.application("pdf");
  private static final MediaType LETTER = new MediaType("message", "rfc822");
  private static final MediaType LETTERS = MediaType.application("mbox");
  private static final Set<MediaType> PAGES = Set.of(HTML, XHTML);

  /** Text to people who look at it, though not to the registry. */
  private static final Set<MediaType> ALSO_TEXT =
      Set.of(
          MediaType.APPLICATION_XML,
          MediaType.application("json"),
          MediaType.application("javascript"),
          MediaType.application("x-sh"),
          MediaType.application("x-tex"),
          MediaType.image("svg+xml"));

  private static final Pattern MARKUP = Pattern.compile("<[A-Za-z!/][^<>]{0,2000}>");
  private static final Pattern WHOLE_PAGE =
      Pattern.compile(
          "(?is)^\\s*(?:<\\?xml[^>]*>\\s*)?(?:<!--.*?-->\\s*)*<(?:!doctype\\s+html|html)\\b.*");

  private final MimeTypes registry = MimeTypes.getDefaultMimeTypes();
  private final Detector detector = new DefaultDetector(registry);
  private final Map<MediaType, Parser> parsers = new HashMap<>();

  FileTypes(List<Parser> parsers) {
    var context = new ParseContext();
    for (Parser parser : parsers) {
      for (MediaType type : parser.getSupportedTypes(context)) {
        this.parsers.putIfAbsent(type, parser);
      }
    }
  }

  /** The type of a whole file. */
  MediaType of(TikaInputStream file, String head, String name) throws IOException {
    MediaType byContent = detector.detect(file, new Metadata());
    MediaType byName = byName(name);
    if (byContent.equals(PDF) || (head.contains("%PDF-") && !isPage(byContent))) {
      return PDF;
    }
    if (isPage(byContent)) {
      return isTextByName(byName) && !WHOLE_PAGE.matcher(head).matches() ? byName : byContent;
    }
    if (!isText(byContent) && !byContent.equals(MediaType.OCTET_STREAM)) {
      boolean isLetter = byContent.equals(LETTER) || byContent.equals(LETTERS);
      return isLetter && isTextByName(byName) ? byName : byContent;
    }
    if (isPage(byName)) {
      return MARKUP.matcher(head).find() ? HTML : byContent;
    }
    return byName.equals(LETTER) || isTextByName(byName) ? byName : byContent;
  }

  /** The type of a file in another one, which says what it is more reliably than a name does. */
  MediaType ofPart(TikaInputStream file, Metadata metadata) throws IOException {
    MediaType byContent = detector.detect(file, new Metadata());
    if (!isText(byContent) && !byContent.equals(MediaType.OCTET_STREAM)) {
      return byContent;
    }
    String declared = metadata.get(Metadata.CONTENT_TYPE);
    MediaType said = declared == null ? null : MediaType.parse(declared);
    return said != null && parsers.containsKey(said.getBaseType()) ? said.getBaseType() : byContent;
  }

  /** Whether the bytes are to be kept as they are once they are decoded. */
  boolean isText(MediaType type) {
    return !isPage(type)
        && (isInstanceOf(type, MediaType.TEXT_PLAIN) || isAlsoText(type))
        && !hasParserOfItsOwn(type);
  }

  boolean isReadable(MediaType type) {
    return find(type).isPresent();
  }

  Parser parser(MediaType type) {
    return find(type).orElseThrow();
  }

  /** What the registry knows about the type. */
  String description(MediaType type) {
    try {
      return registry.forName(type.toString()).getDescription();
    } catch (MimeTypeException e) {
      return "";
    }
  }

  private boolean isAlsoText(MediaType type) {
    return ALSO_TEXT.contains(type) || type.getSubtype().endsWith("+xml");
  }

  private boolean hasParserOfItsOwn(MediaType type) {
    return !type.equals(MediaType.TEXT_PLAIN) && parsers.containsKey(type);
  }

  private boolean isTextByName(MediaType byName) {
    return isText(byName);
  }

  private static boolean isPage(MediaType type) {
    return PAGES.contains(type);
  }

  private boolean isInstanceOf(MediaType type, MediaType other) {
    return registry.getMediaTypeRegistry().isInstanceOf(type, other);
  }

  private MediaType byName(String name) throws IOException {
    var metadata = new Metadata();
    metadata.set(TikaCoreProperties.RESOURCE_NAME_KEY, name);
    return registry.detect(null, metadata);
  }

  private Optional<Parser> find(MediaType type) {
    @Nullable MediaType at = type.getBaseType();
    while (at != null && !parsers.containsKey(at)) {
      at = registry.getMediaTypeRegistry().getSupertype(at);
    }
    return Optional.ofNullable(at == null ? null : parsers.get(at));
  }
}
