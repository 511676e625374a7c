package dev.tercet.recovery;

import dev.tercet.saga.port.BulkStore;
import java.util.function.BooleanSupplier;

/**
 * What people have asked for that goes on by itself.
 *
 * @param batches makes a pass over batches of questions; whether there may be more to do
 */
public record OrderedWork(BulkStore bulk, ScheduledWork schedules, BooleanSupplier batches) {}
