/** Micronaut: HTTP, wiring, security and the commands. */
@NullMarked
package dev.tercet.api;

import org.jspecify.annotations.NullMarked;
