/** The turns of calls a minute, in memory. */
@NullMarked
package dev.tercet.testkit.memory.rate;

import org.jspecify.annotations.NullMarked;
