package dev.tercet.saga;

import dev.tercet.saga.queue.QueueName;
import java.util.UUID;

/**
 * The right to one attempt on an extraction. Every later write of the attempt names its id, epoch
 * and session; the epoch is the fencing token.
 *
 * @param extraction the extraction's id
 * @param project the project's internal id
 * @param epoch the fencing token, greater than every earlier one of this extraction
 * @param session the worker session that holds it
 * @param generation the version of the source
 * @param stage the last checkpoint an earlier attempt passed
 * @param queue where it was queued
 * @param attempts how many attempts were made, this one included
 * @param maxAttempts how many may be made before a transient failure is final
 * @param crashes how many claims in a row ended with the death of their worker; from 2 it runs
 *     alone
 */
public record Claim(
    UUID extraction,
    UUID project,
    long epoch,
    UUID session,
    long generation,
    Stage stage,
    QueueName queue,
    int attempts,
    int maxAttempts,
    int crashes) {}
