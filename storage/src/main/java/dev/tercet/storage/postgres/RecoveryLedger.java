package dev.tercet.storage.postgres;

import dev.tercet.saga.ClaimReaper;
import dev.tercet.saga.ConversionStore;
import dev.tercet.saga.LedgerAudit;
import dev.tercet.saga.OrphanStore;
import dev.tercet.saga.QueueSettings;
import dev.tercet.saga.RecoveryStore;
import dev.tercet.saga.RemovalStore;
import dev.tercet.saga.WordIndex;

/** The ports of recovery whose truth lies in Postgres. */
public record RecoveryLedger(
    LedgerAudit audit,
    ClaimReaper reaper,
    RemovalStore removals,
    OrphanStore orphans,
    ConversionStore conversions,
    RecoveryStore memory,
    QueueSettings queues,
    WordIndex words) {}
