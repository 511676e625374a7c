/** Collections on disk: the index, the journal before it, and how both are opened again. */
@NullMarked
package dev.tercet.embedded.vector.index;

import org.jspecify.annotations.NullMarked;
