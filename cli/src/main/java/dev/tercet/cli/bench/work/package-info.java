/**
 * The named loads of {@code tercet bench --work}, each with the one line of JSON that it prints.
 */
@NullMarked
package dev.tercet.cli.bench.work;

import org.jspecify.annotations.NullMarked;
