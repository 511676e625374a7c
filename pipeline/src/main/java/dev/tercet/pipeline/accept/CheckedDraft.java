package dev.tercet.pipeline.accept;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.pipeline.json.CanonicalJson;
import dev.tercet.pipeline.json.StorableJson;
import dev.tercet.pipeline.text.VisibleText;
import dev.tercet.saga.Submission.Idempotency;
import dev.tercet.saga.text.StorableText;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A draft after every check. */
sealed interface CheckedDraft {
  /** The longest source, in bytes of UTF-8. */
  int MAX_SOURCE_BYTES = 2_048;

  /** Later instants are typing errors, and beyond them some stores cannot count. */
  Instant LATEST_RUN = Instant.parse("9999-12-31T23:59:59Z");

  /** The longest {@code Idempotency-Key}, in characters. */
  int MAX_KEY = 255;

  /** Text and canonical metadata that all stores can keep. */
  record Fine(String text, String metadata) implements CheckedDraft {}

  record Refused(Receipt.Refused refusal) implements CheckedDraft {}

  static CheckedDraft of(Draft draft, int maxBytes) {
    Optional<CheckedDraft> refusal =
        source(draft.source())
            .or(() -> runAt(draft.runAt()))
            .or(() -> key(draft.idempotency()))
            .or(() -> size(draft, maxBytes))
            .or(() -> text(draft.text()));
    return refusal.orElseGet(() -> content(draft));
  }

  private static CheckedDraft content(Draft draft) {
    String metadata = draft.metadata() == null ? "{}" : draft.metadata();
    JsonNode parsed;
    try {
      parsed = CanonicalJson.read(metadata);
    } catch (JsonProcessingException e) {
      return refused("metadata-invalid", "/metadata", "not JSON: " + e.getOriginalMessage());
    }
    if (!parsed.isObject()) {
      return refused("metadata-invalid", "/metadata", "metadata must be a JSON object");
    }
    return StorableJson.unstorableNumber(parsed)
        .map(at -> refused("metadata-invalid", "/metadata" + at, "this number is out of range"))
        .orElseGet(() ->
            new Fine(StorableText.of(draft.text()), CanonicalJson.write(StorableJson.of(parsed))));
  }

  private static Optional<CheckedDraft> source(String source) {
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

  private static Optional<CheckedDraft> text(String text) {
    return VisibleText.isAbsent(text)
        ? Optional.of(refused("text-empty", "/text", "a document needs text that can be seen"))
        : Optional.empty();
  }

  private static Optional<CheckedDraft> runAt(@Nullable Instant runAt) {
    return runAt != null && (runAt.isAfter(LATEST_RUN) || runAt.isBefore(Instant.EPOCH))
        ? Optional.of(refused("run-at-out-of-range", "/runAt", "runAt lies between 1970 and 9999"))
        : Optional.empty();
  }

  private static Optional<CheckedDraft> key(@Nullable Idempotency idempotency) {
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

  private static Optional<CheckedDraft> size(Draft draft, int maxBytes) {
    long bytes = bytes(draft.text()) + (draft.metadata() == null ? 0 : bytes(draft.metadata()));
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

  private static CheckedDraft refused(String code, String pointer, String detail) {
    return new Refused(new Receipt.Refused(code, pointer, detail));
  }
}
