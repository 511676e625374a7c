@NullMarked
package dev.tercet.cli.command;

import org.jspecify.annotations.NullMarked;
