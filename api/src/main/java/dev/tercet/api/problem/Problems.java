package dev.tercet.api.problem;

import dev.tercet.saga.QueryTooSlowException;
import dev.tercet.saga.StoreBusyException;
import dev.tercet.saga.StoreUnavailableException;
import java.util.Locale;

/** Tells what an exception means to the caller. */
public final class Problems {
  private static final int STORE_RETRY_SECONDS = 2;
  private static final int BUSY_RETRY_SECONDS = 1;
  private static final int ROOM_RETRY_SECONDS = 10;

  /** The system's word for it, which Postgres and Redis repeat. */
  private static final String FULL = "No space left on device";

  private Problems() {}

  /**
   * The refusal that stands for {@code error}; anything unexpected is {@link ProblemCode#INTERNAL},
   * without a word of what it was.
   */
  public static Problem of(Throwable error) {
    return switch (error) {
      case Refusal refusal -> refusal.problem();
      case StoreUnavailableException full when isFull(full) ->
          Problem.later(
              ProblemCode.DISK_FULL,
              "the disk of %s is full; nothing was changed, make room and try again"
                  .formatted(name(full)),
              ROOM_RETRY_SECONDS);
      case StoreBusyException busy ->
          Problem.later(
              ProblemCode.TOO_BUSY,
              "all connections to %s are in use; nothing was changed, try again"
                  .formatted(name(busy)),
              BUSY_RETRY_SECONDS);
      case QueryTooSlowException slow ->
          Problem.of(
              ProblemCode.QUERY_TOO_SLOW,
              ("no answer within %d ms; asking the same again takes as long: narrow it with status,"
                      + " source, queue, type, rarer words or a smaller limit")
                  .formatted(slow.limit().toMillis()));
      case StoreUnavailableException away ->
          Problem.later(
              ProblemCode.STORE_UNAVAILABLE,
              name(away) + " cannot be reached at the moment; nothing was changed, try again",
              STORE_RETRY_SECONDS);
      default ->
          Problem.of(
              ProblemCode.INTERNAL,
              "the request failed for a reason that is not yours; the log says more");
    };
  }

  private static boolean isFull(StoreUnavailableException away) {
    return String.valueOf(away.getMessage()).contains(FULL);
  }

  private static String name(StoreUnavailableException away) {
    return away.store().name().toLowerCase(Locale.ROOT);
  }
}
