package dev.tercet.acceptance.proof.mutant;

import static dev.tercet.testkit.fault.PortArguments.fingerprints;
import static dev.tercet.testkit.fault.PortArguments.ids;
import static dev.tercet.testkit.fault.PortArguments.points;

import dev.tercet.acceptance.proof.world.Mutant;
import dev.tercet.acceptance.proof.world.World;
import dev.tercet.saga.Point;
import dev.tercet.saga.Scope;
import dev.tercet.saga.port.AnswerStore;
import dev.tercet.saga.port.ClaimReaper;
import dev.tercet.saga.port.LedgerAudit;
import dev.tercet.saga.port.PassageStore;
import dev.tercet.saga.port.PointStore;
import dev.tercet.saga.port.PointStore.Ensured;
import dev.tercet.saga.port.RemovalStore;
import dev.tercet.saga.port.RemovalStore.Followed;
import dev.tercet.saga.port.RemovalStore.Removal;
import dev.tercet.testkit.fault.Replaced;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
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

  /** A collection that is there is taken for whole. */
  static Mutant leavesMissingIndexes() {
    return Mutant.ofStore(
        PointStore.class,
        "ensureCollection",
        (points, _) -> points.exists() ? Ensured.PRESENT : points.ensureCollection());
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
                "standings",
                (audit, arguments) ->
                    audit.standings(ids(arguments[0])).stream()
                        .filter(standing -> !standing.status().isInFlight())
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
}
