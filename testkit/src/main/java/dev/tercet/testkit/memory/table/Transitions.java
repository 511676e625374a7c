package dev.tercet.testkit.memory.table;

import dev.tercet.saga.SagaEvent;
import dev.tercet.saga.SagaState;
import java.time.Instant;
import java.util.Optional;

/**
 * What an event makes of a state. The specification is {@code SagaTransitions::apply}; a test hands
 * in another one to build a ledger that is broken on purpose.
 */
@FunctionalInterface
public interface Transitions {
  /** The next state, or empty when the event is refused. */
  Optional<SagaState> apply(SagaState state, SagaEvent event, Instant now);
}
