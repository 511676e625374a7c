@NullMarked
package dev.tercet.cli.bench.work;

import org.jspecify.annotations.NullMarked;
