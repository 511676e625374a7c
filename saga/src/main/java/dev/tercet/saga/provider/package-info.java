/** Where a provider of models stands, as all processes see it. */
@NullMarked
package dev.tercet.saga.provider;

import org.jspecify.annotations.NullMarked;
