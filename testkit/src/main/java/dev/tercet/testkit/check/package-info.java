/** The invariants of {@code dev.tercet.saga} as a check of what stands in the three stores. */
@NullMarked
package dev.tercet.testkit.check;

import org.jspecify.annotations.NullMarked;
