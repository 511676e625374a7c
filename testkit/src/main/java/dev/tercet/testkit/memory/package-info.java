/**
 * Stores in memory that follow docs/protocol.md rule by rule, for tests that need thousands of
 * runs. The ledger's moves are those of {@link dev.tercet.saga.SagaTransitions}; everything else it
 * adds is what the specification cannot say: rows, generations, audit, removal rows.
 *
 * <p>A new port over the ledger is one more small class around {@code Tables}.
 */
@NullMarked
package dev.tercet.testkit.memory;

import org.jspecify.annotations.NullMarked;
