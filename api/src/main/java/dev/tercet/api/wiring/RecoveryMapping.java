package dev.tercet.api.wiring;

import dev.tercet.api.config.ReconcilerConfig;
import dev.tercet.api.config.TercetConfig;
import dev.tercet.api.http.RecoveryView;
import dev.tercet.api.services.Operations;
import dev.tercet.recovery.OldModels;
import dev.tercet.recovery.Purge;
import dev.tercet.recovery.Recovery;
import dev.tercet.recovery.RecoveryMetrics;
import dev.tercet.recovery.RecoveryPorts;
import dev.tercet.recovery.RecoverySettings;
import dev.tercet.recovery.RetentionSettings;
import dev.tercet.saga.Clocks;
import dev.tercet.saga.Embedder;
import dev.tercet.storage.postgres.PostgresStores;
import dev.tercet.storage.postgres.RecoveryLedger;
import java.util.UUID;

/** Recovery over the opened stores, as configured. */
final class RecoveryMapping {
  private RecoveryMapping() {}

  /** What recovery works with beside the stores. */
  record Tools(Embedder embedder, RecoveryMetrics metrics, Clocks clocks) {}

  static Operations of(
      TercetConfig config, PostgresStores stores, Stores.Opened opened, Tools tools) {
    RecoveryLedger ledger = stores.recovery();
    var ports =
        new RecoveryPorts(
            stores.installation(),
            stores.sagas(),
            ledger.audit(),
            ledger.reaper(),
            ledger.removals(),
            ledger.orphans(),
            ledger.runs(),
            ledger.collections(),
            ledger.retention(),
            opened.redis().queue(),
            opened.points(),
            opened.qdrant().sentinels(stores.installation()),
            tools.embedder(),
            new OldModels(ledger.conversions(), opened.collections()));
    var recovery =
        new Recovery(
            ports,
            settings(config),
            tools.clocks(),
            it -> RecoveryView.of(it).toString(),
            tools.metrics());
    return new Operations(
        recovery,
        new Purge(
            ledger.runs(),
            ledger.retention(),
            retention(config.reconciler()),
            tools.metrics(),
            tools.clocks().steady()),
        ledger.words(),
        ledger.runs(),
        ledger.reaper(),
        ledger.orphans(),
        ledger.queues(),
        opened.redis().queue(),
        config.work().lease(),
        UUID::randomUUID);
  }

  private static RetentionSettings retention(ReconcilerConfig config) {
    return new RetentionSettings(
        config.keepDone().orElse(null),
        config.keepSuperseded().orElse(null),
        config.keepFailed().orElse(null),
        config.keepAudit(),
        config.purgeInterval());
  }

  /**
   * A late write lands within an attempt's deadline and the deadline of its last call. A run uses
   * one connection at a time: those on request leave two thirds of the pool to everything else.
   */
  private static RecoverySettings settings(TercetConfig config) {
    RecoverySettings usual = RecoverySettings.DEFAULT;
    return new RecoverySettings(
        config.reconciler().interval(),
        config.reconciler().grace(),
        config.reconciler().restoreGrace(),
        config.reconciler().horizon(),
        config.reconciler().abortRatio(),
        usual.abortFloor(),
        config.reconciler().budget(),
        config.work().lease(),
        config.work().maxCrashes(),
        config.work().lease(),
        usual.unpublishedAge(),
        config.reconciler().requeueAfter(),
        config.work().attemptTimeout().plus(config.llm().timeout()),
        Math.max(1, config.stores().poolSize() / 3));
  }
}
