/** Rules of the protocol, each broken on purpose, and what notices it. */
@NullMarked
package dev.tercet.acceptance.proof.mutant;

import org.jspecify.annotations.NullMarked;
