/**
 * A change of the embedding model: every passage is brought to the new collection, and the old ones
 * go.
 */
@NullMarked
package dev.tercet.recovery.model;

import org.jspecify.annotations.NullMarked;
