/**
 * What stands in the queues: hints, the messages that carry them, and how the queues are weighted.
 */
@NullMarked
package dev.tercet.saga.queue;

import org.jspecify.annotations.NullMarked;
