/** A service that a command starts in its own process. */
@NullMarked
package dev.tercet.cli.service;

import org.jspecify.annotations.NullMarked;
