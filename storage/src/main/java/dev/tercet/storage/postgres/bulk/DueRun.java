package dev.tercet.storage.postgres.bulk;

import dev.tercet.saga.bulk.BulkAction;
import dev.tercet.saga.bulk.BulkFilter;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run whose row is held by this transaction.
 *
 * @param from up to where it has looked
 * @param begun when it began
 * @param living whether its project has no tombstone
 */
record DueRun(
    UUID id,
    BulkAction action,
    BulkFilter filter,
    int rate,
    @Nullable String reason,
    BulkWalk.Place from,
    Instant begun,
    boolean living) {}
