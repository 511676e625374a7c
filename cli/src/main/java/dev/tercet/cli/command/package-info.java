/** The commands, one class each; {@code tercet --help} lists them. */
@NullMarked
package dev.tercet.cli.command;

import org.jspecify.annotations.NullMarked;
