/**
 * The end of what was deleted or has outlived its retention: removal rows, the rows that go last,
 * and months that are dropped (docs/protocol.md §6).
 */
@NullMarked
package dev.tercet.storage.postgres.removal;

import org.jspecify.annotations.NullMarked;
