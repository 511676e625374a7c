package dev.tercet.saga.bulk;

import dev.tercet.saga.FailureClass;
import dev.tercet.saga.MadeWith;
import dev.tercet.saga.Status;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which extractions are meant; what is null or empty does not narrow.
 *
 * @param tenant only of this one's projects
 * @param project only of this one; null for all, which asks for {@code status} to be failed
 * @param status only those that stand there; null for all where the action looks, and with {@code
 *     ids} for any
 * @param source only of this source
 * @param code only with this error
 * @param failureClass only of this class of errors
 * @param after only those that have stood in their status since then or later
 * @param before only those that have stood in their status since before then
 * @param ids only these, at most {@value #MOST_IDS}
 * @param unlike only what is done and was made with something that is not among these, or with what
 *     nobody knows; null for all
 */
public record BulkFilter(
    String tenant,
    @Nullable UUID project,
    @Nullable Status status,
    @Nullable String source,
    @Nullable String code,
    @Nullable FailureClass failureClass,
    @Nullable Instant after,
    @Nullable Instant before,
    List<UUID> ids,
    @Nullable Set<MadeWith> unlike) {
  /** More extractions than that are named by what they have in common. */
  public static final int MOST_IDS = 1_000;

  public BulkFilter {
    ids = List.copyOf(ids);
    if (ids.size() > MOST_IDS) {
      throw new IllegalArgumentException("a filter names at most " + MOST_IDS + " extractions");
    }
    if (project == null && status != Status.FAILED) {
      throw new IllegalArgumentException("what has not failed is filtered project by project");
    }
    if (unlike != null) {
      if (status != null && status != Status.DONE) {
        throw new IllegalArgumentException("only of what is done is told what it was made with");
      }
      status = Status.DONE;
      unlike = Set.copyOf(unlike);
    }
  }

  /** Whatever they were made with. */
  public BulkFilter(
      String tenant,
      @Nullable UUID project,
      @Nullable Status status,
      @Nullable String source,
      @Nullable String code,
      @Nullable FailureClass failureClass,
      @Nullable Instant after,
      @Nullable Instant before,
      List<UUID> ids) {
    this(tenant, project, status, source, code, failureClass, after, before, ids, null);
  }
}
