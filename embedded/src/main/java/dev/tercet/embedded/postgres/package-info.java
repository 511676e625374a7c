/** A Postgres of our own: its programs, its settings and its process. */
@NullMarked
package dev.tercet.embedded.postgres;

import org.jspecify.annotations.NullMarked;
