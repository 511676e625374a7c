package dev.tercet.storage.postgres.bulk;

import dev.tercet.saga.FailureClass;
import dev.tercet.saga.MadeWith;
import dev.tercet.saga.Status;
import dev.tercet.saga.bulk.BulkAction;
import dev.tercet.saga.bulk.BulkFilter;
import dev.tercet.saga.bulk.BulkOrder;
import dev.tercet.saga.port.DeadLetters;
import dev.tercet.saga.port.DeadLetters.Wanted;
import dev.tercet.storage.postgres.PostgresStores;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Asks everything of a large ledger that dead letters and bulk runs ask.
 *
 * @param project the one with most of the failed extractions, of {@code tenant 1}
 * @param other one that holds a thousandth of the documents
 * @param extraction one of the first project that has failed
 * @param ids draws the ids of runs
 */
public record EveryBulk(
    PostgresStores stores, UUID project, UUID other, UUID extraction, Supplier<UUID> ids) {
  private static final String TENANT = "tenant 1";

  /** What nothing was made with, so that all is looked at. */
  public static final MadeWith MADE_WITH = new MadeWith("0011223344556677", "1", "model");

  /** What changes nothing. */
  public void look() {
    DeadLetters letters = stores.reads().deadLetters();
    letters.groups(new Wanted(TENANT, null, null, null, null, null, true), null, 10);
    letters.groups(new Wanted(TENANT, project, null, null, null, null, true), null, 10);
    letters.find(TENANT, extraction);
    letters.exchanges(project, extraction, 20);
    for (BulkFilter filter : filters(other)) {
      stores.bulk().count(BulkAction.RETRY, filter);
      stores.bulk().first(BulkAction.AGAIN, filter, 10);
    }
  }

  /** A run for each way to find extractions, and for each thing to do with them. */
  public void play() {
    for (BulkAction action : BulkAction.values()) {
      for (BulkFilter filter : filters(project)) {
        if (action == BulkAction.AGAIN && filter.code() != null) {
          continue; // nothing that is done has an error, and all of it would be looked at
        }
        work(new BulkOrder(ids.get(), action, filter, 20, "no use", 1, false));
      }
    }
    BulkFilter failed =
        new BulkFilter(TENANT, null, Status.FAILED, null, null, null, null, null, List.of());
    UUID run = ids.get();
    work(new BulkOrder(run, BulkAction.REDRIVE, failed, 20, null, 1, false));
    stores.bulk().find(TENANT, run);
    stores.bulk().abort(TENANT, run);
  }

  /** Its first page is made, and whatever else is due. */
  private void work(BulkOrder order) {
    stores.bulk().begin(order);
    boolean more = true;
    while (more) {
      more = stores.bulk().workOnce();
    }
  }

  private List<BulkFilter> filters(UUID project) {
    return List.of(
        new BulkFilter(TENANT, project, null, null, "refused", null, null, null, List.of()),
        new BulkFilter(TENANT, project, null, "source 11", null, null, null, null, List.of()),
        new BulkFilter(
            TENANT, project, null, null, null, null, null, null, List.of(), Set.of(MADE_WITH)),
        new BulkFilter(
            TENANT,
            project,
            null,
            null,
            null,
            FailureClass.PERMANENT,
            null,
            null,
            List.of(extraction)));
  }
}
