/** Recurring work: what is done when, and how its last time fared (docs/protocol.md §15). */
@NullMarked
package dev.tercet.saga.schedule;

import org.jspecify.annotations.NullMarked;
