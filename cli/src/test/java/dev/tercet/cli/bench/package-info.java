@NullMarked
package dev.tercet.cli.bench;

import org.jspecify.annotations.NullMarked;
