package dev.tercet.api.services;

import dev.tercet.recovery.Purge;
import dev.tercet.recovery.Recovery;
import dev.tercet.saga.ClaimReaper;
import dev.tercet.saga.JobQueue;
import dev.tercet.saga.OrphanStore;
import dev.tercet.saga.QueueSettings;
import dev.tercet.saga.RunStore;
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
    QueueSettings settings,
    JobQueue queue,
    Duration lease,
    Supplier<UUID> ids) {

  /**
   * Gives the operations; throws {@link dev.tercet.saga.StoreUnavailableException} as long as the
   * stores have never been reached.
   */
  public interface Source extends Supplier<Operations> {}
}
