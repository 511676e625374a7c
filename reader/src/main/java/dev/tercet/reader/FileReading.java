package dev.tercet.reader;

import dev.tercet.reader.Outcome.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.tika.exception.EncryptedDocumentException;
import org.apache.tika.exception.TikaException;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.sax.BodyContentHandler;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXException;

/** Takes the text out of one file after the other. */
final class FileReading {
  private static final int HEAD = 1_024;
  private static final MediaType PDF = MediaType.application("pdf");

  private final FileTypes types = new FileTypes(Parsers.all());
  private final ReadLimits limits;

  FileReading(ReadLimits limits) {
    this.limits = limits;
  }

  /**
   * What the file holds.
   *
   * @param name for what its bytes leave open
   * @param declared its media type as its sender says, of which only an encoding counts; or empty
   */
  Outcome read(Path file, String name, String declared) throws IOException {
    return read(file, name, declared, true);
  }

  /** What was converted is not converted once more: namespaces can stand anywhere, in a comment. */
  private Outcome read(Path file, String name, String declared, boolean asItCame)
      throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (bytes.length == 0) {
      return new Outcome.Refused(Kind.EMPTY, "it is empty");
    }
    var warnings = new Warnings();
    var metadata = new Metadata();
    metadata.set(TikaCoreProperties.RESOURCE_NAME_KEY, name);
    try (TikaInputStream stream = TikaInputStream.get(file, metadata)) {
      String head = new String(bytes, 0, Math.min(HEAD, bytes.length), StandardCharsets.ISO_8859_1);
      MediaType type = types.of(stream, head, name);
      if (types.isText(type)
          || type.equals(MediaType.OCTET_STREAM)
          || (!types.isReadable(type) && Encoding.isCleanText(bytes))) {
        return text(bytes, DeclaredCharset.of(declared), warnings);
      }
      if (!types.isReadable(type)) {
        return unsupported(type, name);
      }
      if (asItCame && StrictOffice.isStrict(file)) {
        return strict(file, name);
      }
      if (Wholeness.isCutOff(file.toFile(), type)) {
        warnings.add("its end is missing; what was left of it was read");
      }
      metadata.set(Metadata.CONTENT_TYPE, DeclaredCharset.with(type, DeclaredCharset.of(declared)));
      return parsed(stream, type, metadata, warnings, isLocked(bytes, type));
    }
  }

  private Outcome text(byte[] bytes, @Nullable String declared, Warnings warnings) {
    Optional<String> text = Encoding.decode(bytes, declared, warnings);
    return text.isEmpty()
        ? unsupported(MediaType.OCTET_STREAM, "")
        : finished(text.get(), "a text", warnings);
  }

  private Outcome strict(Path file, String name) throws IOException {
    Path usual = Files.createTempFile("usual", "");
    try {
      return StrictOffice.convert(file, usual, limits)
          ? read(usual, name, "", false)
          : unpacksToTooMuch();
    } finally {
      Files.delete(usual);
    }
  }

  private Outcome parsed(
      TikaInputStream stream, MediaType type, Metadata metadata, Warnings warnings, boolean locked)
      throws IOException {
    String name = metadata.get(TikaCoreProperties.RESOURCE_NAME_KEY);
    String words = FileTypeNames.of(type, name == null ? "" : name, types.description(type));
    Parser parser = types.parser(type);
    var out = new TextOut(limits.textBytes());
    var context = new ParseContext();
    Parsers.configure(context);
    context.set(Warnings.class, warnings);
    context.set(Parser.class, parser);
    var embedded = new EmbeddedFiles(types, context, limits, warnings);
    context.set(EmbeddedDocumentExtractor.class, embedded);
    try {
      parser.parse(stream, new BodyContentHandler(out), metadata, context);
    } catch (EncryptedDocumentException e) {
      return encrypted(words);
    } catch (TikaException | SAXException | IOException | RuntimeException e) {
      if (FullDisk.isMissing(e)) {
        return new Outcome.NoRoom();
      }
      if (out.isFull()) {
        return tooMuch();
      }
      return locked ? encrypted(words) : damaged(words);
    } catch (StackOverflowError e) {
      return new Outcome.Refused(Kind.TOO_MUCH, "it is nested too deeply");
    } catch (NoClassDefFoundError e) {
      return locked ? encrypted(words) : damaged(words);
    }
    if (out.isFull()) {
      return tooMuch();
    }
    String swallowed = metadata.get(TikaCoreProperties.TIKA_META_EXCEPTION_WARNING);
    if (embedded.isOutOfRoom() || FullDisk.isMissing(swallowed)) {
      return new Outcome.NoRoom();
    }
    if (swallowed != null) {
      warnings.add("a part of it is damaged and was not read");
    }
    return finished(out.text(), words, warnings);
  }

  private Outcome finished(String text, String words, Warnings warnings) {
    if (text.isBlank()) {
      return new Outcome.Refused(
          Kind.NO_TEXT,
          words.equals("a PDF")
              ? "this PDF has no text layer: its pages are pictures, as of a scan"
              : "there is no text in it");
    }
    return utf8Length(text) > limits.textBytes()
        ? tooMuch()
        : new Outcome.Read(text, warnings.all());
  }

  private static Outcome unpacksToTooMuch() {
    return new Outcome.Refused(Kind.TOO_MUCH, "it unpacks to more than a document may");
  }

  private Outcome unsupported(MediaType type, String name) {
    return new Outcome.Refused(
        Kind.UNSUPPORTED,
        "it is %s, which is not read"
            .formatted(FileTypeNames.of(type, name, types.description(type))));
  }

  private static Outcome encrypted(String words) {
    return new Outcome.Refused(
        Kind.ENCRYPTED,
        "it is %s, which only its key opens".formatted(FileTypeNames.encrypted(words)));
  }

  private static Outcome damaged(String words) {
    return new Outcome.Refused(
        Kind.DAMAGED, "it is %s, but damaged, cut off or of a rare kind".formatted(words));
  }

  private Outcome tooMuch() {
    return new Outcome.Refused(
        Kind.TOO_MUCH, "its text is longer than %d MiB".formatted(limits.textBytes() >> 20));
  }

  /** A PDF that says it is encrypted, so that a failure to read it means a missing key. */
  private static boolean isLocked(byte[] bytes, MediaType type) {
    return type.equals(PDF) && new String(bytes, StandardCharsets.ISO_8859_1).contains("/Encrypt");
  }

  private static long utf8Length(String text) {
    return text.codePoints()
        .mapToLong(it -> it < 0x80 ? 1 : it < 0x800 ? 2 : it < 0x10000 ? 3 : 4)
        .sum();
  }
}
