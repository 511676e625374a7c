/**
 * What is counted around a measurement: by this process, by the wire, by the stores and by Linux.
 */
@NullMarked
package dev.tercet.cli.bench.count;

import org.jspecify.annotations.NullMarked;
