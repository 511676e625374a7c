package dev.tercet.recovery;

import dev.tercet.saga.CollectionStore.CollectionRecord;
import dev.tercet.saga.ConversionStore;
import dev.tercet.saga.PointStore;
import java.util.function.Function;

/**
 * What a change of the embedding model needs besides the other ports of recovery.
 *
 * @param conversions the rows that name points of other models
 * @param opener opens any recorded collection
 */
public record OldModels(
    ConversionStore conversions, Function<CollectionRecord, PointStore> opener) {}
