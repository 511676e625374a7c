package dev.tercet.saga.queue;

/**
 * A message in a worker's hands. It is settled only after its claim has committed or been refused.
 *
 * @param queue the stream it came from
 * @param messageId the stream entry's id
 * @param hint what it says
 */
public record Delivery(QueueName queue, String messageId, Hint hint) {}
