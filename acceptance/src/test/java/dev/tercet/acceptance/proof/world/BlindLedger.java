package dev.tercet.acceptance.proof.world;

import static dev.tercet.testkit.fault.PortArguments.ids;

import dev.tercet.saga.port.LedgerAudit;
import dev.tercet.testkit.fault.Replaced;
import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A ledger in which nobody finds the row of a point now and then, as with a broken index. */
final class BlindLedger {
  private BlindLedger() {}

  static LedgerAudit of(LedgerAudit audit, BooleanSupplier now) {
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
        "standings",
        (real, arguments) -> now.getAsBoolean() ? List.of() : real.standings(ids(arguments[0])));
  }
}
