/** The queues in Postgres, for an installation without Redis (docs/protocol.md §3). */
@NullMarked
package dev.tercet.storage.postgres.queue;

import org.jspecify.annotations.NullMarked;
