/** Every call of every scenario, struck in every way. */
@NullMarked
package dev.tercet.acceptance.proof.sweep;

import org.jspecify.annotations.NullMarked;
