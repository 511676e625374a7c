package dev.tercet.pipeline.accept;

import dev.tercet.saga.Submission.Idempotency;
import dev.tercet.saga.queue.QueueName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A document as a caller hands it in, not yet checked.
 *
 * @param source the caller's name for it
 * @param text its text
 * @param metadata a JSON object; null for none
 * @param queue where it shall wait
 * @param runAt not to be started before; null for now
 * @param idempotency the caller's key, or null
 * @param warnings what the reader of its file had to say about the text
 */
public record Draft(
    String source,
    String text,
    @Nullable String metadata,
    QueueName queue,
    @Nullable Instant runAt,
    @Nullable Idempotency idempotency,
    List<String> warnings) {

  /** A document that was no file. */
  public Draft(
      String source,
      String text,
      @Nullable String metadata,
      QueueName queue,
      @Nullable Instant runAt,
      @Nullable Idempotency idempotency) {
    this(source, text, metadata, queue, runAt, idempotency, List.of());
  }
}
