/**
 * What readers ask of extractions: lists, one by its id, and full-text search with the index behind
 * it (docs/protocol.md §9).
 */
@NullMarked
package dev.tercet.storage.postgres.search;

import org.jspecify.annotations.NullMarked;
