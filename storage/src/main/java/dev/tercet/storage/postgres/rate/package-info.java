/** The rates of providers in Postgres, for an installation without Redis (docs/protocol.md §4). */
@NullMarked
package dev.tercet.storage.postgres.rate;

import org.jspecify.annotations.NullMarked;
