package dev.tercet.saga.port;

import dev.tercet.saga.AuditEvent;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.MadeWith;
import dev.tercet.saga.Status;
import dev.tercet.saga.queue.QueueName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What readers ask of the ledger. Nothing that is being deleted is ever seen. */
public interface ExtractionReader {

  /** The extraction, unless it is being deleted. */
  Optional<Extraction> find(UUID project, UUID extraction);

  /**
   * Which extractions to list, newest first.
   *
   * @param status only these, null for all
   * @param source only of this source, null for all
   * @param query full-text over texts and facts of what has ended (docs/protocol.md §9), null for
   *     none; one without any word finds nothing
   * @param queue only of this queue, null for all
   * @param before only ids below this one (the last of the page before), null for the first page
   * @param limit 1 to 1,000
   * @param unlike only what is done and was made with something that is not among these, or with
   *     what nobody knows; null for all
   */
  record Filter(
      @Nullable Status status,
      @Nullable String source,
      @Nullable String query,
      @Nullable QueueName queue,
      @Nullable UUID before,
      int limit,
      @Nullable Set<MadeWith> unlike) {
    /** Most characters of a query. */
    public static final int LONGEST_QUERY = 2_048;

    public Filter {
      if (query != null && query.length() > LONGEST_QUERY) {
        throw new IllegalArgumentException("a query has at most " + LONGEST_QUERY + " characters");
      }
      if (unlike != null) {
        if (query != null || (status != null && status != Status.DONE)) {
          throw new IllegalArgumentException("what is done was made with something, and no query");
        }
        status = Status.DONE;
        unlike = Set.copyOf(unlike);
      }
    }

    /** Whatever it was made with. */
    public Filter(
        @Nullable Status status,
        @Nullable String source,
        @Nullable String query,
        @Nullable QueueName queue,
        @Nullable UUID before,
        int limit) {
      this(status, source, query, queue, before, limit, null);
    }
  }

  /**
   * A page of a list.
   *
   * @param items at most as many as asked for; fewer although more follow, where finding them is a
   *     long way
   * @param next below which the next page begins, null when nothing follows
   */
  record Page(List<Extraction> items, @Nullable UUID next) {}

  /** One page, by id downwards. */
  Page list(UUID project, Filter filter);

  /** The exact text that offsets refer to. */
  Optional<String> text(UUID project, UUID extraction);

  /** The source's newest finished generation, for a search within one source. */
  Optional<UUID> living(UUID project, String source);

  /**
   * One change of status.
   *
   * @param from null for the first
   * @param event what happened, for programs; null in a line of a release that did not note it
   * @param reason the same for people
   * @param worker the session that held it, when one did
   */
  record Change(
      Instant at,
      @Nullable Status from,
      Status to,
      long epoch,
      @Nullable AuditEvent event,
      String reason,
      @Nullable UUID worker) {}

  /**
   * Every change of status, oldest first; it outlives the extraction itself. Empty when it never
   * was in that project.
   */
  List<Change> history(UUID project, UUID extraction);
}
