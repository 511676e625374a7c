package dev.tercet.recovery;

import dev.tercet.saga.ClaimReaper;
import dev.tercet.saga.CollectionStore;
import dev.tercet.saga.CollectionStore.CollectionRecord;
import dev.tercet.saga.ConversionStore;
import dev.tercet.saga.Embedder;
import dev.tercet.saga.ExtractionStore;
import dev.tercet.saga.JobQueue;
import dev.tercet.saga.LedgerAudit;
import dev.tercet.saga.OrphanStore;
import dev.tercet.saga.PointStore;
import dev.tercet.saga.RemovalStore;
import dev.tercet.saga.RetentionStore;
import dev.tercet.saga.RunStore;
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
