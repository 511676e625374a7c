/** Tests of the package of the same name. */
@NullMarked
package dev.tercet.cli;

import org.jspecify.annotations.NullMarked;
