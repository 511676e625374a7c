package dev.tercet.api.problem;

import dev.tercet.saga.port.Embedder.EmbedderRefusedException;
import dev.tercet.saga.port.Embedder.EmbedderUnavailableException;
import dev.tercet.saga.port.QueryTooSlowException;
import dev.tercet.saga.port.StoreBusyException;
import dev.tercet.saga.port.StoreFullException;
import dev.tercet.saga.port.StoreUnavailableException;
import java.time.Duration;
import java.util.Locale;

/** Tells what an exception means to the caller. */
public final class Problems {
  private static final int STORE_RETRY_SECONDS = 2;
  private static final int BUSY_RETRY_SECONDS = 1;
  private static final int ROOM_RETRY_SECONDS = 10;
  private static final int EMBEDDER_RETRY_SECONDS = 2;

  private Problems() {}

  /**
   * The refusal that stands for {@code error}; anything unexpected is {@link ProblemCode#INTERNAL},
   * without a word of what it was.
   */
  public static Problem of(Throwable error) {
    return switch (error) {
      case RefusedRequest refusal -> refusal.problem();
      case StoreFullException full ->
          Problem.later(
              ProblemCode.DISK_FULL,
              "%s has no room; nothing was changed, make room and try again".formatted(name(full)),
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
      case EmbedderRefusedException refused when refused.forGood() ->
          Problem.at(
              ProblemCode.EMBEDDER_REFUSED,
              "/query",
              "the embedding model does not take it; make it shorter, or choose other words");
      case EmbedderRefusedException _ -> embedderAway(Duration.ZERO);
      case EmbedderUnavailableException away -> embedderAway(away.notBefore());
      default ->
          Problem.of(
              ProblemCode.INTERNAL,
              "the request failed for a reason that is not yours; the log says more");
    };
  }

  /** Why is for the operator, and stands in the log. */
  private static Problem embedderAway(Duration notBefore) {
    return Problem.later(
        ProblemCode.EMBEDDER_UNAVAILABLE,
        "the embedding model does not answer at the moment; try again",
        (int) Math.max(EMBEDDER_RETRY_SECONDS, notBefore.plusMillis(999).toSeconds()));
  }

  private static String name(StoreUnavailableException away) {
    return away.store().name().toLowerCase(Locale.ROOT);
  }
}
