/** Puts the stores, the pipeline and the HTTP server together, and takes them apart in order. */
@NullMarked
package dev.tercet.api.wiring;

import org.jspecify.annotations.NullMarked;
