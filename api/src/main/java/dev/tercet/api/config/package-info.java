/**
 * Tercet's configuration: read strictly from the documented {@code application.yml}, a file,
 * variables and flags into immutable records.
 */
@NullMarked
package dev.tercet.api.config;

import org.jspecify.annotations.NullMarked;
