package dev.tercet.saga.port;

import dev.tercet.saga.Document;
import dev.tercet.saga.Status;
import dev.tercet.saga.bulk.BulkAction;
import dev.tercet.saga.bulk.BulkFilter;
import dev.tercet.saga.bulk.BulkOrder;
import dev.tercet.saga.bulk.BulkRun;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Bulk runs, which go on whatever becomes of the process that began or works on them
 * (docs/protocol.md §11).
 */
public interface BulkStore {
  /** More runs than that never run at once. */
  int MOST_RUNNING = 100;

  /** More runs of one tenant never run at once, so that none takes the place of all others. */
  int MOST_OF_TENANT = 20;

  /** So many are counted, and what is above is told as more. */
  int MOST_COUNTED = 100_000;

  /** So many are taken in one transaction, however high the rate is. */
  int PAGE = 500;

  /** So many bytes of texts, as they are stored, are made again in one transaction, or read. */
  int MOST_BYTES = 16 << 20;

  /** So far a run that was held up catches up with its rate. */
  Duration CATCH_UP = Duration.ofSeconds(3);

  /** So long a run waits whose page has failed, while others have their turn. */
  Duration PUT_OFF = Duration.ofSeconds(30);

  /**
   * How many extractions are meant.
   *
   * @param byStatus how many in each; one without any is no key
   * @param more whether there are more than were counted
   */
  record Matched(Map<Status, Long> byStatus, boolean more) {
    /** All together. */
    public long count() {
      return byStatus.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /** How many extractions the action would find in a project now; changes nothing. */
  Matched count(BulkAction action, BulkFilter filter);

  /**
   * The first documents that such a run would find, by id, with which it can be told what they
   * would cost: at most so many, none that begins beyond {@link #MOST_BYTES} of text, and fewer
   * when they are a long way off.
   */
  List<Document> first(BulkAction action, BulkFilter filter, int most);

  /**
   * Begins a run; asking again with the same id is safe. Empty when {@link #MOST_RUNNING} run
   * already, or {@link #MOST_OF_TENANT} of that tenant.
   */
  Optional<BulkRun> begin(BulkOrder order);

  /** The run of that id, of that tenant. */
  Optional<BulkRun> find(String tenant, UUID run);

  /** Ends the run where it stands; one that has ended stays as it is. */
  Optional<BulkRun> abort(String tenant, UUID run);

  /**
   * One page of the run that has been due for longest: each of its extractions is changed with a
   * line of its history, and the run moves on, in one transaction. False when no run is due. When
   * the page fails, its run is not due before {@link #PUT_OFF} has passed, and the failure is
   * thrown.
   */
  boolean workOnce();
}
