/** A Redis of our own: its program, its settings and its process. */
@NullMarked
package dev.tercet.embedded.redis;

import org.jspecify.annotations.NullMarked;
