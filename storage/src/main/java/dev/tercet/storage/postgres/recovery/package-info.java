/**
 * What recovery asks and remembers: rows to compare with the other stores, its locks, its runs and
 * what is known of Qdrant's collections (docs/protocol.md §8).
 */
@NullMarked
package dev.tercet.storage.postgres.recovery;

import org.jspecify.annotations.NullMarked;
