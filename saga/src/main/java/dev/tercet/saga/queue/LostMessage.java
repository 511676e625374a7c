package dev.tercet.saga.queue;

/**
 * A message of a queued row that nobody will be given any more.
 *
 * @param publication where the row says that it stands
 * @param stands whether it stands there still, so that it must be settled once it is replaced
 */
public record LostMessage(Publication publication, boolean stands) {}
