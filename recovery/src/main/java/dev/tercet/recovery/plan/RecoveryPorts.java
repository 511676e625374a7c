package dev.tercet.recovery.plan;

import dev.tercet.saga.port.ClaimReaper;
import dev.tercet.saga.port.CollectionStore;
import dev.tercet.saga.port.CollectionStore.CollectionRecord;
import dev.tercet.saga.port.ConversionStore;
import dev.tercet.saga.port.Embedder;
import dev.tercet.saga.port.ExtractionStore;
import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.port.LedgerAudit;
import dev.tercet.saga.port.OrphanStore;
import dev.tercet.saga.port.PointStore;
import dev.tercet.saga.port.RemovalStore;
import dev.tercet.saga.port.RetentionStore;
import dev.tercet.saga.port.RunStore;
import java.util.UUID;
import java.util.function.Function;

/**
 * Everything that recovery reads and writes.
 *
 * @param owner the id of this installation
 * @param sentinels a collection beside the points, of vectors of one number
 * @param conversions the rows whose points are of another model
 * @param opener opens any recorded collection
 */
public record RecoveryPorts(
    UUID owner,
    ExtractionStore extractions,
    LedgerAudit ledger,
    ClaimReaper reaper,
    RemovalStore removals,
    OrphanStore orphans,
    RunStore runs,
    CollectionStore collections,
    RetentionStore retention,
    JobQueue queue,
    PointStore points,
    PointStore sentinels,
    Embedder embedder,
    ConversionStore conversions,
    Function<CollectionRecord, PointStore> opener) {}
