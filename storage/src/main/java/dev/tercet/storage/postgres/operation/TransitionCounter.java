package dev.tercet.storage.postgres.operation;

import dev.tercet.saga.Status;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counts changes of status as {@code tercet_transitions_total{from,to}}; every change that can
 * happen is exposed from the start, a new extraction as {@code from="none"}.
 */
public final class TransitionCounter {
  private final Map<Status, Counter> fresh = new EnumMap<>(Status.class);
  private final Map<Status, Map<Status, Counter>> changes = new EnumMap<>(Status.class);
  private final MeterRegistry meters;

  public TransitionCounter(MeterRegistry meters) {
    this.meters = meters;
    fresh.put(Status.PENDING, counter("none", Status.PENDING));
    for (Status from : Status.values()) {
      Map<Status, Counter> counters = new EnumMap<>(Status.class);
      for (Status to : next(from)) {
        counters.put(to, counter(from.label(), to));
      }
      changes.put(from, counters);
    }
  }

  /** Where a status can lead, as {@link dev.tercet.saga.SagaTransitions} has it. */
  private static Set<Status> next(Status from) {
    return switch (from) {
      case PENDING ->
          EnumSet.of(
              Status.QUEUED,
              Status.PROCESSING,
              Status.CANCELLED,
              Status.SUPERSEDED,
              Status.DELETING);
      case QUEUED ->
          EnumSet.of(Status.PROCESSING, Status.CANCELLED, Status.SUPERSEDED, Status.DELETING);
      case PROCESSING -> EnumSet.complementOf(EnumSet.of(Status.QUEUED, Status.PROCESSING));
      case DONE -> EnumSet.of(Status.SUPERSEDED, Status.DELETING);
      case FAILED -> EnumSet.of(Status.PENDING, Status.DELETING);
      case CANCELLED, SUPERSEDED -> EnumSet.of(Status.DELETING);
      case DELETING -> EnumSet.noneOf(Status.class);
    };
  }

  public void count(StatusChanges changes) {
    changes.forEach(this::count);
  }

  private void count(@Nullable Status from, Status to) {
    Map<Status, Counter> counters = from == null ? fresh : changes.getOrDefault(from, Map.of());
    Counter counter = counters.get(to);
    if (counter != null) {
      counter.increment();
    }
  }

  private Counter counter(String from, Status to) {
    return Counter.builder("tercet.transitions")
        .description("Changes of status, each with its audit row")
        .tag("from", from)
        .tag("to", to.label())
        .register(meters);
  }
}
