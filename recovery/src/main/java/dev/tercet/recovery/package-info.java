/** Finds where the stores disagree and makes them agree again. */
@NullMarked
package dev.tercet.recovery;

import org.jspecify.annotations.NullMarked;
