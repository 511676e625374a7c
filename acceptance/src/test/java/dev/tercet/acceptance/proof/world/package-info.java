/**
 * What stands around a process that is proved: stores, a provider, clocks and a witness, the
 * process itself, and the place where a rule of the protocol can be broken.
 */
@NullMarked
package dev.tercet.acceptance.proof.world;

import org.jspecify.annotations.NullMarked;
