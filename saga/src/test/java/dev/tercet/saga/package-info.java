/** The specification, cell by cell. */
@NullMarked
package dev.tercet.saga;

import org.jspecify.annotations.NullMarked;
