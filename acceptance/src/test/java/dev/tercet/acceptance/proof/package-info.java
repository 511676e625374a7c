/**
 * The proof: the real pipeline and the real recovery over stores in memory ({@code world}), where
 * things happen to documents ({@code scenario}), struck at every call ({@code sweep}), interleaved
 * by a seed ({@code interleaving}) and broken on purpose ({@code mutant}); and a sample of the
 * strikes over the real stores ({@code realstores}).
 */
@NullMarked
package dev.tercet.acceptance.proof;

import org.jspecify.annotations.NullMarked;
