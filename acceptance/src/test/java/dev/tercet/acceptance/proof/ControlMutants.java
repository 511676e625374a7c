package dev.tercet.acceptance.proof;

import static dev.tercet.acceptance.proof.ProcessMutants.ids;

import dev.tercet.saga.EmbeddingId;
import dev.tercet.saga.LedgerAudit;
import dev.tercet.saga.LedgerAudit.PointRow;
import dev.tercet.saga.RecoveryStore;
import dev.tercet.saga.RecoveryStore.CollectionRecord;
import dev.tercet.saga.RecoveryStore.Numbered;
import dev.tercet.saga.Scope;
import dev.tercet.testkit.fault.Replaced;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** Recoveries that remove orphans without being sure. */
final class ControlMutants {
  private ControlMutants() {}

  /** A Postgres that has gone back is believed like any other. */
  static Mutant believesARestoredLedger() {
    return Mutant.ofProcess(
        RecoveryStore.class,
        "number",
        (memory, arguments) -> {
          Numbered real = memory.number((long) arguments[0], (Duration) arguments[1]);
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
        RecoveryStore.class,
        "verified",
        (memory, arguments) -> {
          memory.verified(
              (CollectionRecord) arguments[0],
              IntStream.range(0, EmbeddingId.BUCKETS).boxed().toList(),
              (Instant) arguments[2]);
          return true;
        });
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

  /** Whoever looks for the rows of points finds none now and then, as with a broken index. */
  static LedgerAudit blind(LedgerAudit audit, BooleanSupplier now) {
    LedgerAudit first =
        Replaced.overloaded(
            LedgerAudit.class,
            audit,
            LedgerAudit.class,
            "pointRows",
            Collection.class,
            (real, arguments) ->
                now.getAsBoolean() ? List.of() : real.pointRows(ids(arguments[0])));
    return Replaced.method(
        LedgerAudit.class,
        first,
        "fates",
        (real, arguments) -> now.getAsBoolean() ? List.of() : real.fates(ids(arguments[0])));
  }
}
