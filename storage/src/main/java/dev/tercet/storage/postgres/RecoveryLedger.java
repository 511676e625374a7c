package dev.tercet.storage.postgres;

import dev.tercet.saga.ClaimReaper;
import dev.tercet.saga.CollectionStore;
import dev.tercet.saga.ConversionStore;
import dev.tercet.saga.LedgerAudit;
import dev.tercet.saga.OrphanStore;
import dev.tercet.saga.QueueSettings;
import dev.tercet.saga.RemovalStore;
import dev.tercet.saga.RetentionStore;
import dev.tercet.saga.RunStore;
import dev.tercet.saga.WordIndex;

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
    QueueSettings queues,
    WordIndex words) {}
