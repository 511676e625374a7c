/** What waits for batches, in memory. */
@NullMarked
package dev.tercet.testkit.memory.lane;

import org.jspecify.annotations.NullMarked;
