/**
 * The vocabulary of Tercet, the states of an extraction and every port to the outside. Pure Java:
 * no store, no framework, no clock of its own. The invariants that every adapter, step and repair
 * keeps are S1 to S12 of ARCHITECTURE.md; comments and tests name them by their number.
 */
@NullMarked
package dev.tercet.saga;

import org.jspecify.annotations.NullMarked;
