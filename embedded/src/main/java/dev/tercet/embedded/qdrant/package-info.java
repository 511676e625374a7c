/** A Qdrant of our own, or the engine that stands in for it, as its user chose. */
@NullMarked
package dev.tercet.embedded.qdrant;

import org.jspecify.annotations.NullMarked;
