package dev.tercet.testkit.memory.table;

import dev.tercet.saga.bulk.BulkOrder;
import dev.tercet.saga.bulk.BulkRun;
import java.time.Instant;
import java.util.UUID;

/**
 * A bulk run, up to where it has looked, and when its next page is due.
 *
 * @param since when that failed up to which it has looked, for a run over all projects
 */
public record BulkRow(BulkOrder order, BulkRun run, Instant since, UUID cursor, Instant nextAt) {}
