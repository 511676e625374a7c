/**
 * The program: HTTP and JSON at its edge, keys, configuration, commands, and the wiring of every
 * other module.
 */
@NullMarked
package dev.tercet.api;

import org.jspecify.annotations.NullMarked;
