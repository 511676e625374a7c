@NullMarked
package dev.tercet.cli.terminal;

import org.jspecify.annotations.NullMarked;
