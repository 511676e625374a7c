package dev.tercet.saga.batch;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One batch of a provider.
 *
 * @param id ours, by which the provider's is found
 * @param remote the provider's name for it; null as long as nobody has heard one
 * @param tries how often somebody has worked on it
 * @param unwanted whether somebody wants to ask directly what it has not answered yet
 * @param questions how many it asks
 * @param answered how many of them it answered, once it has ended
 * @param begunAt when its questions were chosen
 * @param endedAt null until then
 * @param outcome how it ended, for a person; null until then
 */
public record ProviderBatch(
    UUID id,
    String provider,
    String model,
    @Nullable String remote,
    int tries,
    boolean unwanted,
    int questions,
    int answered,
    Instant begunAt,
    @Nullable Instant endedAt,
    @Nullable String outcome) {}
