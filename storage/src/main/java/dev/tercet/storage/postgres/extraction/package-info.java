/**
 * The life of an extraction: accept, publish, claim, load, advance, complete, end an attempt,
 * release, and what a person requests (docs/protocol.md §2 to §4).
 */
@NullMarked
package dev.tercet.storage.postgres.extraction;

import org.jspecify.annotations.NullMarked;
