package dev.tercet.acceptance.proof.mutant;

import static dev.tercet.testkit.fault.PortArguments.ids;

import dev.tercet.acceptance.proof.world.Mutant;
import dev.tercet.acceptance.proof.world.World;
import dev.tercet.saga.Scope;
import dev.tercet.saga.Status;
import dev.tercet.saga.id.EmbeddingId;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.CollectionStore;
import dev.tercet.saga.port.CollectionStore.CollectionRecord;
import dev.tercet.saga.port.LedgerAudit;
import dev.tercet.saga.port.LedgerAudit.PointRow;
import dev.tercet.saga.port.LedgerAudit.RemovalState;
import dev.tercet.saga.port.RunStore;
import dev.tercet.saga.port.RunStore.Numbered;
import dev.tercet.testkit.fault.Replaced;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Recoveries that are sure without having looked. */
final class ControlMutants {
  private ControlMutants() {}

  /** A Postgres that has gone back is believed like any other. */
  static Mutant believesARestoredLedger() {
    return Mutant.ofProcess(
        RunStore.class,
        "number",
        (runs, arguments) -> {
          Numbered real = runs.number((long) arguments[0], (Duration) arguments[1]);
          return new Numbered(real.number(), null, real.at());
        });
  }

  /** No row of the living is a control for what is removed. */
  static Mutant hasNoControls() {
    return Mutant.ofProcess(
        LedgerAudit.class,
        "pointRows",
        (audit, arguments) ->
            arguments[0] instanceof Scope scope
                ? audit
                    .pointRows(
                        scope, (String) arguments[1], (PointRow) arguments[2], (int) arguments[3])
                    .stream()
                    .map(ControlMutants::hidden)
                    .toList()
                : audit.pointRows(ids(arguments[0])));
  }

  /** Whoever has compared a part has compared everything. */
  static Mutant verifiesWhatItHasNotCompared() {
    return Mutant.ofProcess(
        CollectionStore.class,
        "verified",
        (records, arguments) -> {
          var all = new BitSet();
          all.set(0, EmbeddingId.BUCKETS);
          records.verified((CollectionRecord) arguments[0], all, (Instant) arguments[2]);
          return true;
        });
  }

  /** The repair, too, never looks at the row again. */
  static Mutant repairNeverReadsAgain() {
    Mutant rows = everyPointHasARow();
    return new Mutant() {
      @Override
      public <T> T inProcess(World world, Class<T> port, T outside) {
        return Replaced.in(
            port,
            rows.inProcess(world, port, outside),
            LedgerAudit.class,
            "standings",
            (audit, arguments) ->
                audit.standings(ids(arguments[0])).stream()
                    .map(standing ->
                        new LedgerAudit.ExtractionStanding(
                            standing.extraction(),
                            standing.project(),
                            Status.DONE,
                            standing.epoch(),
                            RemovalState.OPEN))
                    .toList());
      }
    };
  }

  /** Recovery takes it for granted that a point has a row. */
  static Mutant everyPointHasARow() {
    return Mutant.ofProcess(
        LedgerAudit.class,
        "pointRows",
        (audit, arguments) ->
            arguments.length == 1
                ? withInvented(audit, ids(arguments[0]))
                : audit.pointRows(
                    (Scope) arguments[0],
                    (String) arguments[1],
                    (PointRow) arguments[2],
                    (int) arguments[3]));
  }

  private static List<PointRow> withInvented(LedgerAudit audit, Collection<UUID> points) {
    List<PointRow> rows = new ArrayList<>(audit.pointRows(points));
    Set<UUID> known = rows.stream().map(PointRow::embeddingId).collect(Collectors.toSet());
    UUID nobody = new UUID(0, 0);
    points.stream()
        .filter(it -> !known.contains(it))
        .map(it ->
            new PointRow(it, nobody, nobody, 0, 1, Fingerprint.of(""), "?", true, Status.DONE, 1))
        .forEach(rows::add);
    return rows;
  }

  private static PointRow hidden(PointRow row) {
    return new PointRow(
        row.embeddingId(),
        row.project(),
        row.extraction(),
        row.ordinal(),
        row.generation(),
        row.contentHash(),
        row.model(),
        false,
        row.status(),
        row.epoch());
  }
}
