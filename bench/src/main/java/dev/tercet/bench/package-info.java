/** Measurements of the whole program against real stores. */
@NullMarked
package dev.tercet.bench;

import org.jspecify.annotations.NullMarked;
