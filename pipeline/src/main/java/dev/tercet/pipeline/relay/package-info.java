/** Brings hints of pending extractions into their queues. */
@NullMarked
package dev.tercet.pipeline.relay;

import org.jspecify.annotations.NullMarked;
