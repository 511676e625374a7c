/** A server over stores in memory, for tests of what is answered over HTTP. */
@NullMarked
package dev.tercet.api;

import org.jspecify.annotations.NullMarked;
