@NullMarked
package dev.tercet.cli.bench.count;

import org.jspecify.annotations.NullMarked;
