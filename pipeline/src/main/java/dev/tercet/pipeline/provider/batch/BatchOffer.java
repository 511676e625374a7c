package dev.tercet.pipeline.provider.batch;

import java.time.Duration;

/**
 * How a provider's batches are used.
 *
 * @param api the way to them
 * @param interval how long questions are gathered, and the shortest time between two looks
 */
public record BatchOffer(BatchApi api, Duration interval) {}
