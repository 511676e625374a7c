/** Callers, workers, recoveries and time itself, in an order that is drawn from a seed. */
@NullMarked
package dev.tercet.acceptance.proof.interleaving;

import org.jspecify.annotations.NullMarked;
