package dev.tercet.saga.queue;

/**
 * How far claims have come in a queue. What is known may lag behind by a second of messages.
 *
 * @param newest the position of the newest message that was claimed, or one at or before it, of the
 *     same millisecond, which perhaps no message ever had
 * @param marker the incarnation of the queue's store that gave the position
 */
public record ClaimedSoFar(Position newest, String marker) {}
