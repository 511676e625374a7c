/** The providers of models that this process asks, and what is told of how they stand. */
@NullMarked
package dev.tercet.api.providers;

import org.jspecify.annotations.NullMarked;
