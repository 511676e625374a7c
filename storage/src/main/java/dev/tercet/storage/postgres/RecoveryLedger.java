package dev.tercet.storage.postgres;

import dev.tercet.saga.port.ClaimReaper;
import dev.tercet.saga.port.CollectionStore;
import dev.tercet.saga.port.ConversionStore;
import dev.tercet.saga.port.LedgerAudit;
import dev.tercet.saga.port.OrphanStore;
import dev.tercet.saga.port.QueueSettingsStore;
import dev.tercet.saga.port.RemovalStore;
import dev.tercet.saga.port.RetentionStore;
import dev.tercet.saga.port.RunStore;
import dev.tercet.saga.port.WordIndex;

/** The ports of recovery whose truth lies in Postgres. */
public record RecoveryLedger(
    LedgerAudit audit,
    ClaimReaper reaper,
    RemovalStore removals,
    OrphanStore orphans,
    ConversionStore conversions,
    RunStore runs,
    CollectionStore collections,
    RetentionStore retention,
    QueueSettingsStore queues,
    WordIndex words) {}
