/** How lines of the log look: dated, bounded, of one physical line each, and free of secrets. */
@NullMarked
package dev.tercet.api.logging;

import org.jspecify.annotations.NullMarked;
