/** Refusals: one stable code each, answered as {@code application/problem+json}. */
@NullMarked
package dev.tercet.api.problem;

import org.jspecify.annotations.NullMarked;
