/**
 * What tests stand on: stores in memory ({@code memory}), the suites that every adapter of a port
 * must pass ({@code contract}), faults and interleavings ({@code fault}), and the invariants as a
 * check of what stands in the stores ({@code check}).
 */
@NullMarked
package dev.tercet.testkit;

import org.jspecify.annotations.NullMarked;
