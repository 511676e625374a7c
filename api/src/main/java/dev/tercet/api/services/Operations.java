package dev.tercet.api.services;

import dev.tercet.api.providers.Providers;
import dev.tercet.recovery.Purge;
import dev.tercet.recovery.Recovery;
import dev.tercet.saga.batch.BatchStore;
import dev.tercet.saga.port.ClaimReaper;
import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.port.OrphanStore;
import dev.tercet.saga.port.QueueSettingsStore;
import dev.tercet.saga.port.RunStore;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What the operations' controllers work with, once the stores have been reached for the first time.
 *
 * @param lease after which a heartbeat is stale
 * @param ids draws the ids of runs
 */
public record Operations(
    Recovery recovery,
    Purge purge,
    RunStore runs,
    ClaimReaper sessions,
    OrphanStore orphans,
    QueueSettingsStore settings,
    JobQueue queue,
    Providers providers,
    BatchStore batches,
    Duration lease,
    Supplier<UUID> ids) {

  /**
   * Gives the operations; throws {@link dev.tercet.saga.port.StoreUnavailableException} as long as
   * the stores have never been reached.
   */
  public interface Source extends Supplier<Operations> {}
}
