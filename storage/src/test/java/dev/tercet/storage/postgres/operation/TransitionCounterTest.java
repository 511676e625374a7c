package dev.tercet.storage.postgres.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Progress;
import dev.tercet.saga.RetentionKind;
import dev.tercet.saga.SagaState;
import dev.tercet.saga.SagaTransitions;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Status;
import dev.tercet.storage.postgres.LedgerUnderTest;
import dev.tercet.storage.postgres.PostgresServerUnderTest;
import dev.tercet.storage.postgres.StateRows;
import dev.tercet.storage.postgres.TransitionTableTest;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransitionCounterTest {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final TransitionCounter counter = new TransitionCounter(meters);

  @Test
  void countsEveryChangeByItsTwoEnds() {
    StatusChanges changes = new StatusChanges();
    changes.add(null, Status.PENDING);
    changes.add(Status.PENDING, Status.QUEUED);
    changes.add(Status.PENDING, Status.QUEUED);

    counter.count(changes);

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

  @Test
  void countsWhatAPurgeMovesToDeleting() {
    try (LedgerUnderTest ledger = new LedgerUnderTest(PostgresServerUnderTest.freshDatabase())) {
      Progress linked = new Progress(7, Stage.LINKED, 1, 0);
      StateRows.insert(ledger, new SagaState.Done(Instant.EPOCH, linked));
      StateRows.insert(ledger, new SagaState.Superseded(Instant.EPOCH, linked));
      StateRows.insert(ledger, new SagaState.Cancelled(Instant.EPOCH, linked));
      StateRows.insert(ledger, new SagaState.Cancelled(Instant.EPOCH, linked));

      for (RetentionKind kind :
          List.of(RetentionKind.DONE, RetentionKind.SUPERSEDED, RetentionKind.FAILED)) {
        ledger.stores().recovery().retention().purge(kind, Duration.ZERO, 10);
      }

      assertThat(count(ledger.meters, "done", "deleting")).isEqualTo(1);
      assertThat(count(ledger.meters, "superseded", "deleting")).isEqualTo(1);
      assertThat(count(ledger.meters, "cancelled", "deleting")).isEqualTo(2);
    }
  }

  private double count(String from, String to) {
    return count(meters, from, to);
  }

  private static double count(MeterRegistry meters, String from, String to) {
    return meters.get("tercet.transitions").tag("from", from).tag("to", to).counter().count();
  }
}
