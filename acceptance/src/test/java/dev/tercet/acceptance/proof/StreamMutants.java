package dev.tercet.acceptance.proof;

import dev.tercet.saga.Scope;
import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.port.JobQueue.Head;
import dev.tercet.saga.port.LedgerAudit;
import dev.tercet.saga.queue.Delivery;
import dev.tercet.saga.queue.Publication;
import dev.tercet.testkit.fault.Replaced;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Streams, and readers of them, that each break one rule. */
final class StreamMutants {
  private StreamMutants() {}

  /** A group that begins with what comes after it never sees what stood there before. */
  static Mutant groupBeginsAtTheEnd() {
    Set<String> unseen = new HashSet<>();
    Set<Boolean> begun = new HashSet<>();
    return new Mutant() {
      @Override
      public <T> T inStore(World world, Class<T> port, T store) {
        T first =
            Replaced.in(
                port,
                store,
                JobQueue.class,
                "take",
                (queue, arguments) -> {
                  if (begun.add(true)) {
                    queue
                        .take((UUID) arguments[0], 1_000, Duration.ZERO)
                        .forEach(it -> unseen.add(it.messageId()));
                  }
                  return queue.take(
                      (UUID) arguments[0], (int) arguments[1], (Duration) arguments[2]);
                });
        T second =
            Replaced.in(
                port,
                first,
                JobQueue.class,
                "takeStranded",
                (queue, arguments) ->
                    seen(
                        queue.takeStranded(
                            (UUID) arguments[0], (Duration) arguments[1], (int) arguments[2])));
        return Replaced.in(
            port,
            second,
            JobQueue.class,
            "stranded",
            (queue, arguments) ->
                seen(queue.stranded((Duration) arguments[0], (int) arguments[1])));
      }

      private List<Delivery> seen(List<Delivery> deliveries) {
        return deliveries.stream().filter(it -> !unseen.contains(it.messageId())).toList();
      }
    };
  }

  /** Rows are read before the streams, and not again afterwards. */
  static Mutant readsRowsBeforeStreams() {
    return new Mutant() {
      private volatile List<LedgerAudit.QueuedRow> early = List.of();

      @Override
      public <T> T inProcess(World world, Class<T> port, T outside) {
        T first =
            Replaced.in(
                port,
                outside,
                JobQueue.class,
                "heads",
                (queue, _) -> {
                  early = world.stores.audit().queued(new Scope.Everything(), null, 1_000);
                  return queue.heads();
                });
        T second = Replaced.in(port, first, LedgerAudit.class, "queued", (_, _) -> early);
        return Replaced.in(
            port,
            second,
            LedgerAudit.class,
            "stillQueued",
            (_, arguments) -> List.copyOf((Collection<?>) arguments[0]));
      }
    };
  }

  /** What a group has passed counts as claimed. */
  static Mutant believesThatWhatIsPassedIsClaimed() {
    return new Mutant() {
      @Override
      public <T> T inProcess(World world, Class<T> port, T outside) {
        T first =
            Replaced.in(
                port,
                outside,
                JobQueue.class,
                "heads",
                (queue, _) ->
                    queue.heads().stream().map(StreamMutants::thatHasPassedNothing).toList());
        return Replaced.in(port, first, JobQueue.class, "abandoned", (_, _) -> List.of());
      }
    };
  }

  private static Head thatHasPassedNothing(Head it) {
    return new Head(it.queue(), it.marker(), it.runId(), it.oldest(), it.lastGenerated(), null);
  }

  /** What is in whose hands is read before how far the group has come. */
  static Mutant readsHandsBeforeTheGroup() {
    return new Mutant() {
      private volatile Set<Publication> early = Set.of();

      @Override
      public <T> T inProcess(World world, Class<T> port, T outside) {
        T first =
            Replaced.in(
                port,
                outside,
                JobQueue.class,
                "heads",
                (queue, _) -> {
                  early = world.stores.queue().pending(world.stores.entries());
                  return queue.heads();
                });
        return Replaced.in(
            port,
            first,
            JobQueue.class,
            "pending",
            (_, arguments) -> {
              Set<Publication> pending = new HashSet<>(early);
              pending.retainAll((Collection<?>) arguments[0]);
              return pending;
            });
      }
    };
  }

  /** What waits ahead of its group counts as passed by it. */
  static Mutant believesThatWhatWaitsIsPassed() {
    return Mutant.ofProcess(
        JobQueue.class,
        "heads",
        (queue, _) -> queue.heads().stream().map(StreamMutants::thatHasPassedAll).toList());
  }

  private static Head thatHasPassedAll(Head it) {
    return new Head(
        it.queue(), it.marker(), it.runId(), it.oldest(), it.lastGenerated(), it.lastGenerated());
  }
}
