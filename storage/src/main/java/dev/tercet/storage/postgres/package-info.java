/**
 * The ledger in Postgres: one statement per batch, guarded by id, status, epoch and session, with
 * its audit rows.
 *
 * <p>Easy to get wrong: a statement that waits for a lock does not see what was committed meanwhile
 * except in the rows it locks, so accept, complete and close lock the source rows in one statement
 * and decide in the next (docs/protocol.md §2 and §4). Every batch is sorted by its key, so that
 * two of them never wait for each other.
 */
@NullMarked
package dev.tercet.storage.postgres;

import org.jspecify.annotations.NullMarked;
