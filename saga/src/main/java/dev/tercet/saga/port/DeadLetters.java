package dev.tercet.saga.port;

import dev.tercet.saga.Extraction;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Extractions that have failed and wait for a person, grouped by why. */
public interface DeadLetters {
  /** Of one cause so many are counted, and what is above is told as more. */
  int MOST_COUNTED = 100_000;

  /** So many examples stand with a cause. */
  int EXAMPLES = 5;

  /** So many causes are looked at for one page, whether they are wanted or not. */
  int MOST_CAUSES = 500;

  /** So many letters are counted for one page before it ends early. */
  int MOST_ON_PAGE = 2 * MOST_COUNTED;

  /**
   * Why extractions have failed.
   *
   * @param project of which project they are
   * @param stage the checkpoint after which it happened
   */
  record Cause(UUID project, String code, FailureClass failureClass, Stage stage) {}

  /**
   * Which are wanted; null does not narrow.
   *
   * @param tenant only of this one's living projects
   * @param after only what has failed then or later
   * @param before only what has failed before then
   * @param examples whether examples are wanted
   */
  record Wanted(
      String tenant,
      @Nullable UUID project,
      @Nullable String code,
      @Nullable FailureClass failureClass,
      @Nullable Instant after,
      @Nullable Instant before,
      boolean examples) {}

  /**
   * An extraction that has failed, or another one that was asked for by its id.
   *
   * @param slug of its project
   * @param version of the program with which it failed last; null when that is not known
   */
  record Letter(Extraction extraction, String slug, @Nullable String version) {}

  /**
   * What has failed for one cause.
   *
   * @param slug of its project
   * @param count how many, up to {@link #MOST_COUNTED}
   * @param more whether there are more than that
   * @param first when the first of them failed
   * @param last when the last of them did
   * @param examples the newest, if they were wanted
   */
  record Group(
      Cause cause,
      String slug,
      long count,
      boolean more,
      Instant first,
      Instant last,
      List<Letter> examples) {}

  /**
   * A page of groups.
   *
   * @param groups fewer than asked for, or none, although more follow, where finding them is a long
   *     way
   * @param next after which the next page begins; null when nothing follows
   */
  record GroupPage(List<Group> groups, @Nullable Cause next) {}

  /** Groups after that cause, in a lasting order. */
  GroupPage groups(Wanted wanted, @Nullable Cause after, int limit);

  /** The tenant's extraction of that id, whether it has failed or not. */
  Optional<Letter> find(String tenant, UUID extraction);

  /**
   * A model call that gave no valid answer.
   *
   * @param endedAt null while it is under way
   * @param verdict invalid, broken or unknown; null while it is under way
   * @param reason what was wrong; null when nobody knows
   * @param raw how the answer begins, at most {@value #MOST_RAW} characters; null when there is
   *     none
   */
  record Exchange(
      int ordinal,
      long epoch,
      String provider,
      String model,
      Instant startedAt,
      @Nullable Instant endedAt,
      @Nullable String verdict,
      @Nullable String reason,
      @Nullable String raw,
      Usage usage) {
    /** Longer answers are cut. */
    public static final int MOST_RAW = 4_096;
  }

  /** The newest calls of that extraction without a valid answer, the newest first. */
  List<Exchange> exchanges(UUID project, UUID extraction, int limit);
}
