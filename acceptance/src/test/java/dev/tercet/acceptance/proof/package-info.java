/**
 * The proof: the real pipeline and the real recovery over stores in memory, struck at every call,
 * interleaved by a seed, and broken on purpose; and a sample of the strikes over the real stores.
 */
@NullMarked
package dev.tercet.acceptance.proof;

import org.jspecify.annotations.NullMarked;
