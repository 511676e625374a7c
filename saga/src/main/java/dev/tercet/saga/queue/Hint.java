package dev.tercet.saga.queue;

import java.util.UUID;

/**
 * What a queue message says: this extraction, at this epoch, may be claimed. Lost, doubled or late
 * hints do no harm.
 *
 * @param extraction the extraction's id
 * @param epoch the row's epoch when the message was published; a claim needs the same one
 */
public record Hint(UUID extraction, long epoch) {}
