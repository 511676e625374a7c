/** Questions that are asked in batches of a provider, later and for less (docs/protocol.md §16). */
@NullMarked
package dev.tercet.saga.batch;

import org.jspecify.annotations.NullMarked;
