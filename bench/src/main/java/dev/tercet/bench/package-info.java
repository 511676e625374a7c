/**
 * Benchmarks of the work in this process that each document costs, without any store: nanoseconds
 * on a processor and bytes allocated (docs/benchmarks.md says how to run them, and what came out).
 */
@NullMarked
package dev.tercet.bench;

import org.jspecify.annotations.NullMarked;
