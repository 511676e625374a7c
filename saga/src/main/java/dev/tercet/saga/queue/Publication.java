package dev.tercet.saga.queue;

/**
 * A hint that stands in a queue, and where: what the row keeps so that a lost message can be told
 * from a waiting one (docs/protocol.md §3).
 *
 * @param hint what the message says
 * @param queue the queue it stands in
 * @param position where it stands there
 * @param marker the incarnation of the store that took it; another value there later means that it
 *     lost its data
 */
public record Publication(Hint hint, QueueName queue, Position position, String marker) {}
