package dev.tercet.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.SagaTransitions;
import dev.tercet.saga.Status;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TransitionCounterTest {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final TransitionCounter counter = new TransitionCounter(meters);

  @Test
  void countsEveryChangeByItsTwoEnds() {
    Moves moves = new Moves();
    moves.add(null, Status.PENDING);
    moves.add(Status.PENDING, Status.QUEUED);
    moves.add(Status.PENDING, Status.QUEUED);

    counter.count(moves);

    assertThat(count("none", "pending")).isEqualTo(1);
    assertThat(count("pending", "queued")).isEqualTo(2);
    assertThat(count("pending", "processing")).isZero();
  }

  @Test
  void exposesEveryChangeThatTheSpecificationAllows() {
    long expected =
        TransitionTableTest.states().stream()
            .flatMap(state ->
                TransitionTableTest.events().stream()
                    .flatMap(event ->
                        SagaTransitions.apply(state, event, Instant.parse("2026-06-01T00:00:00Z"))
                            .stream())
                    .filter(next -> next.status() != state.status())
                    .map(next -> state.status() + " " + next.status()))
            .distinct()
            .count();

    assertThat(meters.find("tercet.transitions").counters())
        .as("those, the newer version that finished, and the first")
        .hasSize((int) expected + 2);
  }

  private double count(String from, String to) {
    return meters.get("tercet.transitions").tag("from", from).tag("to", to).counter().count();
  }
}
