package dev.tercet.api.wiring;

import dev.tercet.api.services.CronTimes;
import dev.tercet.recovery.OrderedWork;
import dev.tercet.recovery.Purge;
import dev.tercet.recovery.Recovery;
import dev.tercet.recovery.RecoveryLoops;
import dev.tercet.recovery.ScheduledWork;
import dev.tercet.recovery.plan.RecoveryMetrics;
import dev.tercet.storage.postgres.PostgresStores;
import java.util.UUID;
import java.util.function.Supplier;

/** What one of all processes does again and again. */
final class RepeatedWork {
  private RepeatedWork() {}

  /** Begins nothing yet; {@code ids} draws the ids of runs. */
  static RecoveryLoops loops(
      PostgresStores ledger,
      Recovery recovery,
      Purge purge,
      RecoveryMetrics metrics,
      Supplier<UUID> ids) {
    var schedules =
        new ScheduledWork(
            ledger.schedules(),
            new CronTimes(),
            new ScheduledWork.Acts(recovery, purge, ledger.bulk()),
            ids,
            metrics);
    return new RecoveryLoops(
        recovery, purge, ledger.recovery().words(), new OrderedWork(ledger.bulk(), schedules), ids);
  }
}
