/** {@code tercet bench}: what a document costs, counted by the stores themselves. */
@NullMarked
package dev.tercet.cli.bench;

import org.jspecify.annotations.NullMarked;
