@NullMarked
package dev.tercet.cli.client;

import org.jspecify.annotations.NullMarked;
