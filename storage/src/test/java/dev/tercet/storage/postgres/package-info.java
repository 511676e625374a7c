/** Tests of the ledger in Postgres, against a real server. */
@NullMarked
package dev.tercet.storage.postgres;

import org.jspecify.annotations.NullMarked;
