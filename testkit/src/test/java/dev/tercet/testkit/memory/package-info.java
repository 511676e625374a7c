/** The stores in memory pass the contracts, and the contracts can fail. */
@NullMarked
package dev.tercet.testkit.memory;

import org.jspecify.annotations.NullMarked;
