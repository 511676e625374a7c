package dev.tercet.acceptance.proof.mutant;

import dev.tercet.acceptance.proof.world.Mutant;
import dev.tercet.acceptance.proof.world.World;
import dev.tercet.saga.Scope;
import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.port.LedgerAudit;
import dev.tercet.saga.queue.Delivery;
import dev.tercet.saga.queue.LostMessage;
import dev.tercet.saga.queue.Position;
import dev.tercet.saga.queue.Publication;
import dev.tercet.testkit.fault.PortArguments;
import dev.tercet.testkit.fault.Replaced;
import dev.tercet.testkit.memory.queue.InMemoryJobQueue;
import dev.tercet.testkit.memory.queue.InMemorySearch;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/** Streams, and readers of them, that each break one rule. */
final class StreamMutants {
  private StreamMutants() {}

  /** A group that begins with what comes after it never sees what stood there before. */
  static Mutant groupBeginsAtTheEnd() {
    Set<Position> unseen = new HashSet<>();
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
                        .forEach(it -> unseen.add(it.position()));
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
        return deliveries.stream().filter(it -> !unseen.contains(it.position())).toList();
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
                "search",
                (queue, arguments) -> {
                  early = world.stores.audit().queued(new Scope.Everything(), null, 1_000);
                  return PortArguments.search(queue, arguments);
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
    return Mutant.bothInProcess(
        Mutant.ofProcess(
            JobQueue.class, "lost", (queue, arguments) -> lost(queue, arguments, (_, _) -> false)),
        Mutant.ofProcess(JobQueue.class, "abandoned", (_, _) -> List.of()));
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
                "search",
                (queue, arguments) -> {
                  early = inHand(world);
                  return PortArguments.search(queue, arguments);
                });
        return Replaced.in(
            port,
            first,
            JobQueue.class,
            "lost",
            (queue, arguments) ->
                lost(
                    queue, arguments, (search, it) -> search.hasPassed(it) && !early.contains(it)));
      }
    };
  }

  /** What waits ahead of its group counts as passed by it. */
  static Mutant believesThatWhatWaitsIsPassed() {
    return new Mutant() {
      @Override
      public <T> T inProcess(World world, Class<T> port, T outside) {
        return Replaced.in(
            port,
            outside,
            JobQueue.class,
            "lost",
            (queue, arguments) -> {
              Set<Publication> now = inHand(world);
              return lost(queue, arguments, (_, it) -> !now.contains(it));
            });
      }
    };
  }

  /** What is gone, and of what stands that of which {@code isLost} says so. */
  private static List<LostMessage> lost(
      JobQueue queue, Object[] arguments, BiPredicate<InMemorySearch, Publication> isLost) {
    Set<Publication> gone =
        PortArguments.lost(queue, arguments).stream()
            .filter(it -> !it.stands())
            .map(LostMessage::publication)
            .collect(Collectors.toSet());
    return PortArguments.publications(arguments[1]).stream()
        .filter(it -> gone.contains(it) || isLost.test((InMemorySearch) arguments[0], it))
        .map(it -> new LostMessage(it, !gone.contains(it)))
        .toList();
  }

  private static Set<Publication> inHand(World world) {
    var queue = (InMemoryJobQueue) world.stores.queue();
    return world.stores.entries().stream().filter(queue::isInHand).collect(Collectors.toSet());
  }
}
