/**
 * {@code tercet demo}: the main job on stores of its own, something that breaks, and its repair.
 */
@NullMarked
package dev.tercet.cli.demo;

import org.jspecify.annotations.NullMarked;
