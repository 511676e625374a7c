package dev.tercet.saga;

import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.queue.QueueName;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A validated document on its way in.
 *
 * @param id the extraction's id (UUIDv7), drawn once per request and reused by its retries
 * @param project the project's internal id
 * @param source the caller's name for the document, at most 2 KiB of UTF-8
 * @param text the exact text, free of NUL and lone surrogates
 * @param metadata a JSON object
 * @param fingerprint of text, metadata, schema and options version (docs/protocol.md §2)
 * @param queue where it shall wait
 * @param runAt not to be started before; null for now
 * @param maxAttempts how many attempts it may use
 * @param idempotency the caller's key, or null
 * @param warnings what the reader of its file had to say about the text, a line each
 */
public record Submission(
    UUID id,
    UUID project,
    String source,
    String text,
    String metadata,
    Fingerprint fingerprint,
    QueueName queue,
    @Nullable Instant runAt,
    int maxAttempts,
    @Nullable Idempotency idempotency,
    List<String> warnings) {

  /** A document that was no file. */
  public Submission(
      UUID id,
      UUID project,
      String source,
      String text,
      String metadata,
      Fingerprint fingerprint,
      QueueName queue,
      @Nullable Instant runAt,
      int maxAttempts,
      @Nullable Idempotency idempotency) {
    this(
        id,
        project,
        source,
        text,
        metadata,
        fingerprint,
        queue,
        runAt,
        maxAttempts,
        idempotency,
        List.of());
  }

  /**
   * The caller's {@code Idempotency-Key}.
   *
   * @param key as sent, at most 255 characters
   * @param bodyHash of the exact body; another one under the same key is refused
   */
  public record Idempotency(String key, Fingerprint bodyHash) {}
}
