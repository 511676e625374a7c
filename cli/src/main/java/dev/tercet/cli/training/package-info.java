/** {@code tercet train}: what the AOT cache is made of. */
@NullMarked
package dev.tercet.cli.training;

import org.jspecify.annotations.NullMarked;
