/**
 * The queues in Redis: streams of hints with one consumer group each (docs/protocol.md §3). No
 * truth lives here; everything may be lost at any moment and is published again from the ledger.
 */
@NullMarked
package dev.tercet.storage.redis;

import org.jspecify.annotations.NullMarked;
