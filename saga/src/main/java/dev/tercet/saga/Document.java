package dev.tercet.saga;

import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.queue.QueueName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a caller sends.
 *
 * @param source the caller's name for it
 * @param text its text
 * @param metadata a JSON object
 * @param queue where it shall wait
 * @param runAt not to be started before; null for now
 * @param idempotency the caller's key, or null
 * @param warnings what the reader of its file had to say about the text, a line each
 */
public record Document(
    String source,
    String text,
    String metadata,
    QueueName queue,
    @Nullable Instant runAt,
    @Nullable Idempotency idempotency,
    List<String> warnings) {
  /** The metadata of a document that came without any. */
  public static final String NO_METADATA = "{}";

  /**
   * The caller's {@code Idempotency-Key}.
   *
   * @param key as sent, at most 255 characters
   * @param bodyHash of the exact body; another one under the same key is refused
   */
  public record Idempotency(String key, Fingerprint bodyHash) {}
}
