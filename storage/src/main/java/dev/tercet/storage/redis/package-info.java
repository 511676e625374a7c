/**
 * The queues in Redis: streams of hints with one consumer group each (docs/protocol.md §3); and the
 * rates of providers (§4). No truth lives here; everything may be lost at any moment: hints are
 * published again from the ledger, and rates begin anew.
 */
@NullMarked
package dev.tercet.storage.redis;

import org.jspecify.annotations.NullMarked;
