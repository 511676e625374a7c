package dev.tercet.api.wiring;

import dev.tercet.api.config.ReconcilerConfig;
import dev.tercet.api.services.CronTimes;
import dev.tercet.pipeline.PipelineMetrics;
import dev.tercet.pipeline.lane.BatchCalls;
import dev.tercet.pipeline.lane.RunBatches;
import dev.tercet.pipeline.model.AskedModels;
import dev.tercet.recovery.OrderedWork;
import dev.tercet.recovery.Purge;
import dev.tercet.recovery.Recovery;
import dev.tercet.recovery.RecoveryLoops;
import dev.tercet.recovery.RetentionSettings;
import dev.tercet.recovery.ScheduledWork;
import dev.tercet.recovery.plan.RecoveryMetrics;
import dev.tercet.storage.postgres.BatchLedger;
import dev.tercet.storage.postgres.PostgresStores;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;

/** What one of all processes does again and again. */
final class RepeatedWork {
  private RepeatedWork() {}

  /** Begins nothing yet. */
  static RecoveryLoops loops(
      PostgresStores ledger,
      Recovery recovery,
      Purge purge,
      RecoveryMetrics metrics,
      RunBatches batches) {
    Supplier<UUID> ids = UUID::randomUUID;
    var schedules =
        new ScheduledWork(
            ledger.schedules(),
            new CronTimes(),
            new ScheduledWork.Acts(recovery, purge, ledger.bulk()),
            ids,
            metrics);
    return new RecoveryLoops(
        recovery,
        purge,
        ledger.recovery().words(),
        new OrderedWork(ledger.bulk(), schedules, batches::workOnce),
        ids);
  }

  /** What sends batches and looks after them; nothing is done before somebody makes a pass. */
  static RunBatches batches(
      BatchLedger ledger, AskedModels models, PipelineMetrics metrics, InstantSource wall) {
    return new RunBatches(
        ledger.waiting(),
        models,
        new BatchCalls(ledger.answers(), metrics),
        UUID::randomUUID,
        wall);
  }

  /** How long what has ended is kept. */
  static RetentionSettings retention(ReconcilerConfig config) {
    return new RetentionSettings(
        config.keepDone().orElse(null),
        config.keepSuperseded().orElse(null),
        config.keepFailed().orElse(null),
        config.keepAudit(),
        config.purgeInterval());
  }
}
