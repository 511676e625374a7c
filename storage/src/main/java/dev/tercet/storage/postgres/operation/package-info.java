/**
 * The frame of a guarded statement over a batch: sort, lock, change, audit, count, and the group
 * commit that gathers the batch.
 */
@NullMarked
package dev.tercet.storage.postgres.operation;

import org.jspecify.annotations.NullMarked;
