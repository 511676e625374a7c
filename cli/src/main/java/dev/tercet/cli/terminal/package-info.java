/**
 * What a person sees: text made safe and as wide as the terminal, colours and progress, and where a
 * script reads.
 */
@NullMarked
package dev.tercet.cli.terminal;

import org.jspecify.annotations.NullMarked;
