package dev.tercet.pipeline.accept;

import dev.tercet.saga.QueueName;
import dev.tercet.saga.Submission.Idempotency;
import java.time.Instant;
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
 */
public record Draft(
    String source,
    String text,
    @Nullable String metadata,
    QueueName queue,
    @Nullable Instant runAt,
    @Nullable Idempotency idempotency) {}
