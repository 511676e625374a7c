package dev.tercet.acceptance.proof;

import static dev.tercet.acceptance.proof.ProcessMutants.ids;

import dev.tercet.saga.AnswerStore;
import dev.tercet.saga.ClaimReaper;
import dev.tercet.saga.Delivery;
import dev.tercet.saga.Fingerprint;
import dev.tercet.saga.JobQueue;
import dev.tercet.saga.JobQueue.Head;
import dev.tercet.saga.LedgerAudit;
import dev.tercet.saga.PassageStore;
import dev.tercet.saga.Point;
import dev.tercet.saga.PointStore;
import dev.tercet.saga.Publication;
import dev.tercet.saga.RemovalStore;
import dev.tercet.saga.RemovalStore.Followed;
import dev.tercet.saga.RemovalStore.Removal;
import dev.tercet.saga.Scope;
import dev.tercet.testkit.fault.Replaced;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Stores, and recoveries over them, that each break one rule. */
final class StoreMutants {
  private StoreMutants() {}

  /** The last writer of a point wins. */
  static Mutant upsertIgnoresEpoch() {
    return Mutant.ofStore(
        PointStore.class,
        "upsert",
        (points, arguments) -> {
          List<Point> written = points(arguments[0]);
          points.remove(written.stream().map(Point::id).toList(), Long.MAX_VALUE);
          points.upsert(written);
          return true;
        });
  }

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

  /** Whoever finds an answer uses it and tells nobody. */
  static Mutant notesNoUse() {
    return Mutant.ofStore(
        AnswerStore.class,
        "find",
        (answers, arguments) ->
            answers.find(
                (UUID) arguments[0],
                new UUID(0, 0),
                fingerprints(arguments[2]),
                AnswerStore.Use.FOUND));
  }

  /** Passages of another cut stay, and their ordinals are taken. */
  static Mutant forgetsNoPassageOfAnotherCut() {
    return Mutant.ofStore(PassageStore.class, "beginAnew", (_, _) -> true);
  }

  /** Rows of a deletion go as soon as it is due. */
  static Mutant dropsRowsBeforePoints() {
    return Mutant.ofProcess(
        RemovalStore.class,
        "due",
        (removals, arguments) -> {
          List<Removal> due = removals.due((Scope) arguments[0], (int) arguments[1]);
          removals.finished(
              due.stream().filter(it -> it.reason() == RemovalStore.Reason.DELETING).toList());
          return due;
        });
  }

  /** A removal is over once its points are confirmed absent. */
  static Mutant looksOnlyOnce() {
    return Mutant.ofProcess(
        RemovalStore.class,
        "confirmed",
        (removals, arguments) -> {
          removals.confirmed(ids(arguments[0]), Duration.ZERO);
          removals.finished(
              removals.due(new Scope.Everything(), 1_000).stream()
                  .filter(it -> ids(arguments[0]).contains(it.extraction()))
                  .toList());
          return true;
        });
  }

  /** A removal forgets points that no row names yet. */
  static Mutant removesOnlyWhatRowsName() {
    return Mutant.ofProcess(PointStore.class, "idsOf", (_, _) -> List.of());
  }

  /** Whoever has no finished row has no right to a point. */
  static Mutant orphansInFlight() {
    return new Mutant() {
      @Override
      public <T> T inProcess(World world, Class<T> port, T outside) {
        T first =
            Replaced.in(
                port,
                outside,
                LedgerAudit.class,
                "fates",
                (audit, arguments) ->
                    audit.fates(ids(arguments[0])).stream()
                        .filter(fate -> !fate.status().isInFlight())
                        .toList());
        return Replaced.overloaded(
            port,
            first,
            LedgerAudit.class,
            "pointRows",
            Collection.class,
            (audit, arguments) ->
                audit.pointRows(ids(arguments[0])).stream()
                    .filter(row -> !row.status().isInFlight())
                    .toList());
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

  /** A reconciler ends whatever session it sees. */
  static Mutant endsTheLiving() {
    return new Mutant() {
      @Override
      public <T> T inStore(World world, Class<T> port, T store) {
        T first =
            Replaced.in(
                port,
                store,
                ClaimReaper.class,
                "sessions",
                (reaper, arguments) ->
                    reaper.sessions((Duration) arguments[0]).stream()
                        .map(it ->
                            new ClaimReaper.SeenSession(
                                it.id(),
                                it.worker(),
                                it.startedAt(),
                                it.heartbeatAt(),
                                true,
                                it.stale(),
                                it.claims()))
                        .toList());
        return Replaced.in(
            port,
            first,
            ClaimReaper.class,
            "end",
            (reaper, arguments) -> {
              world.stores.kill((UUID) arguments[0]);
              return reaper.end((UUID) arguments[0], (Duration) arguments[1], (int) arguments[2]);
            });
      }
    };
  }

  /** Whoever buries a project leaves the rest to nobody. */
  static Mutant nobodyFollowsATombstone() {
    return Mutant.ofProcess(
        RemovalStore.class, "followTombstones", (_, _) -> new Followed(0, false));
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
                    queue.heads().stream().map(StoreMutants::thatHasPassedNothing).toList());
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
        (queue, _) -> queue.heads().stream().map(StoreMutants::thatHasPassedAll).toList());
  }

  private static Head thatHasPassedAll(Head it) {
    return new Head(
        it.queue(), it.marker(), it.runId(), it.oldest(), it.lastGenerated(), it.lastGenerated());
  }

  @SuppressWarnings("unchecked") // the port says what the argument is
  static Collection<Removal> removals(Object argument) {
    return (Collection<Removal>) argument;
  }

  @SuppressWarnings("unchecked") // the port says what the argument is
  private static Collection<Fingerprint> fingerprints(Object argument) {
    return (Collection<Fingerprint>) argument;
  }

  @SuppressWarnings("unchecked") // the port says what the argument is
  private static List<Point> points(Object argument) {
    return (List<Point>) argument;
  }
}
