/** What the points do on a running engine: the embedded one, or the one the environment names. */
@NullMarked
package dev.tercet.storage.qdrant;

import org.jspecify.annotations.NullMarked;
