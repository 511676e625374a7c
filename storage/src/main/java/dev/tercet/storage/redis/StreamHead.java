package dev.tercet.storage.redis;

import dev.tercet.saga.queue.QueueName;
import org.jspecify.annotations.Nullable;

/**
 * What a queue's stream says of itself, read in one step (docs/protocol.md §8).
 *
 * @param marker the store's incarnation, null when there is none (it lost its data or never had
 *     any)
 * @param runId the server's run id and that of its replication, which change with a restart or a
 *     failover
 * @param oldest the oldest entry's id, null when the stream is empty or absent
 * @param lastGenerated the newest id ever given, null when the stream is absent
 * @param lastDelivered up to which id the group was given entries, whoever took them; null when
 *     there is no group
 */
record StreamHead(
    QueueName queue,
    @Nullable String marker,
    String runId,
    @Nullable String oldest,
    @Nullable String lastGenerated,
    @Nullable String lastDelivered) {}
