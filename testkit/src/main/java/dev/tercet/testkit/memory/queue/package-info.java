/** Redis in memory: streams, groups, a marker, and what an operator may do to them. */
@NullMarked
package dev.tercet.testkit.memory.queue;

import org.jspecify.annotations.NullMarked;
