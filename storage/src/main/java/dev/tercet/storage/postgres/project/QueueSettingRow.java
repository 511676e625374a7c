package dev.tercet.storage.postgres.project;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/**
 * What is set for one queue.
 *
 * @param queue by its label
 */
@MappedEntity("queue_setting")
record QueueSettingRow(@Id String queue, int weight, boolean paused) {}
