/** The commands of {@code ./tercet}, for a person and for a script. */
@NullMarked
package dev.tercet.cli;

import org.jspecify.annotations.NullMarked;
