package dev.tercet.pipeline.accept;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.pipeline.json.CanonicalJson;
import dev.tercet.pipeline.json.StorableJson;
import dev.tercet.pipeline.text.VisibleText;
import dev.tercet.saga.Document;
import dev.tercet.saga.Document.Idempotency;
import dev.tercet.saga.text.StorableText;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A document after every check. */
public sealed interface CheckedDocument {
  /** The longest source, in bytes of UTF-8. */
  int MAX_SOURCE_BYTES = 2_048;

  /** Later instants are typing errors, and beyond them some stores cannot count. */
  Instant LATEST_RUN = Instant.parse("9999-12-31T23:59:59Z");

  /** The longest {@code Idempotency-Key}, in characters. */
  int MAX_KEY = 255;

  /** All stores can keep its text, and its metadata in their canonical form. */
  record Storable(Document document) implements CheckedDocument {}

  /**
   * It cannot be taken.
   *
   * @param code stable and machine-readable: {@code source-empty}, {@code source-too-long}, {@code
   *     source-unstorable}, {@code text-empty}, {@code document-too-large}, {@code
   *     metadata-invalid}, {@code run-at-out-of-range}, {@code idempotency-key-invalid}
   * @param pointer JSON pointer of what is wrong in the document, such as {@code /source}; the
   *     header's name, such as {@code Idempotency-Key}, when it is none of its fields
   * @param detail for a person
   */
  record Refused(String code, String pointer, String detail) implements CheckedDocument {}

  static CheckedDocument of(Document document, int maxBytes) {
    Optional<CheckedDocument> refusal =
        source(document.source())
            .or(() -> runAt(document.runAt()))
            .or(() -> key(document.idempotency()))
            .or(() -> size(document, maxBytes))
            .or(() -> text(document.text()));
    return refusal.orElseGet(() -> storable(document));
  }

  private static CheckedDocument storable(Document document) {
    JsonNode metadata;
    try {
      metadata = CanonicalJson.read(document.metadata());
    } catch (JsonProcessingException e) {
      return refused("metadata-invalid", "/metadata", "not JSON: " + e.getOriginalMessage());
    }
    if (!metadata.isObject()) {
      return refused("metadata-invalid", "/metadata", "metadata must be a JSON object");
    }
    return StorableJson.unstorableNumber(metadata)
        .map(at -> refused("metadata-invalid", "/metadata" + at, "this number is out of range"))
        .orElseGet(() ->
            new Storable(
                new Document(
                    document.source(),
                    StorableText.of(document.text()),
                    CanonicalJson.write(StorableJson.of(metadata)),
                    document.queue(),
                    document.runAt(),
                    document.idempotency(),
                    document.warnings())));
  }

  private static Optional<CheckedDocument> source(String source) {
    if (VisibleText.isAbsent(source)) {
      return Optional.of(refused("source-empty", "/source", "a document needs a source"));
    }
    if (!StorableText.isStorable(source)) {
      return Optional.of(
          refused("source-unstorable", "/source", "a source has no NUL and no lone surrogate"));
    }
    return exceeds(source, MAX_SOURCE_BYTES)
        ? Optional.of(
            refused(
                "source-too-long",
                "/source",
                "a source has at most " + MAX_SOURCE_BYTES + " bytes of UTF-8"))
        : Optional.empty();
  }

  private static Optional<CheckedDocument> text(String text) {
    return VisibleText.isAbsent(text)
        ? Optional.of(refused("text-empty", "/text", "a document needs text that can be seen"))
        : Optional.empty();
  }

  private static Optional<CheckedDocument> runAt(@Nullable Instant runAt) {
    return runAt != null && (runAt.isAfter(LATEST_RUN) || runAt.isBefore(Instant.EPOCH))
        ? Optional.of(refused("run-at-out-of-range", "/runAt", "runAt lies between 1970 and 9999"))
        : Optional.empty();
  }

  private static Optional<CheckedDocument> key(@Nullable Idempotency idempotency) {
    if (idempotency == null) {
      return Optional.empty();
    }
    String key = idempotency.key();
    return key.isBlank() || key.length() > MAX_KEY || !StorableText.isStorable(key)
        ? Optional.of(
            refused(
                "idempotency-key-invalid",
                "Idempotency-Key",
                "the key has 1 to " + MAX_KEY + " characters"))
        : Optional.empty();
  }

  private static Optional<CheckedDocument> size(Document document, int maxBytes) {
    String metadata = document.metadata();
    long bytes =
        bytes(document.text()) + (metadata.equals(Document.NO_METADATA) ? 0 : bytes(metadata));
    return bytes > maxBytes
        ? Optional.of(
            refused(
                "document-too-large",
                "/text",
                "text and metadata have " + bytes + " bytes of UTF-8, the limit is " + maxBytes))
        : Optional.empty();
  }

  private static boolean exceeds(String text, int maxBytes) {
    return text.length() > maxBytes || bytes(text) > maxBytes;
  }

  /** Bytes of the text in UTF-8, without encoding it; a lone surrogate counts as U+FFFD does. */
  private static long bytes(String text) {
    long bytes = 0;
    for (int at = 0; at < text.length(); at++) {
      char unit = text.charAt(at);
      if (unit < 0x80) {
        bytes += 1;
      } else if (unit < 0x800) {
        bytes += 2;
      } else if (Character.isHighSurrogate(unit)
          && at + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(at + 1))) {
        bytes += 4;
        at++;
      } else {
        bytes += 3;
      }
    }
    return bytes;
  }

  private static CheckedDocument refused(String code, String pointer, String detail) {
    return new Refused(code, pointer, detail);
  }
}
