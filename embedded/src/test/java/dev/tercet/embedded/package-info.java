/** Checks the embedded stores as a user meets them: real processes, real folders, real kills. */
@NullMarked
package dev.tercet.embedded;

import org.jspecify.annotations.NullMarked;
