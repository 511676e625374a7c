/** The ledger's rows in memory, under one lock. */
@NullMarked
package dev.tercet.testkit.memory.table;

import org.jspecify.annotations.NullMarked;
