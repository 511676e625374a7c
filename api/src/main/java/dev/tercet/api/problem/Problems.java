package dev.tercet.api.problem;

import dev.tercet.saga.StoreUnavailableException;
import java.util.Locale;

/** Tells what an exception means to the caller. */
public final class Problems {
  private static final int STORE_RETRY_SECONDS = 2;

  private Problems() {}

  /**
   * The refusal that stands for {@code error}; anything unexpected is {@link ProblemCode#INTERNAL},
   * without a word of what it was.
   */
  public static Problem of(Throwable error) {
    return switch (error) {
      case Refusal refusal -> refusal.problem();
      case StoreUnavailableException away ->
          Problem.later(
              ProblemCode.STORE_UNAVAILABLE,
              away.store().name().toLowerCase(Locale.ROOT)
                  + " cannot be reached at the moment; nothing was changed, try again",
              STORE_RETRY_SECONDS);
      default ->
          Problem.of(
              ProblemCode.INTERNAL,
              "the request failed for a reason that is not yours; the log says more");
    };
  }
}
