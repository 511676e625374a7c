package dev.tercet.pipeline.model;

import static dev.tercet.saga.time.Durations.longer;

import dev.tercet.pipeline.provider.ProviderHealth;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The model that a project asks, and the one that it asks instead when the provider of the first
 * has been in trouble for a while.
 *
 * @param first the one that it chose
 * @param fallback of another provider; null when there is none
 * @param after how long the trouble must have lasted
 */
public record ModelChoice(AskedModel first, @Nullable AskedModel fallback, Duration after) {
  /**
   * The one that is asked now. Whoever finds that a call may see whether the first one answers
   * again makes that call: else nobody would find out.
   */
  public AskedModel now() {
    return fallback != null && lasted().compareTo(after) >= 0 && isAway() && isOpen(fallback)
        ? fallback
        : first;
  }

  /** Whose stored answers serve as well as those of that one; null when nobody's do. */
  public @Nullable AskedModel beside(AskedModel asked) {
    return asked.equals(first) ? fallback : first;
  }

  /**
   * When a document that waits for that provider may come back to ask the fallback; null when it
   * waits for nobody else.
   *
   * @param notSooner how long it waits at least for a fallback that is in trouble, too
   */
  public @Nullable Duration untilFallback(String provider, Duration notSooner) {
    if (fallback == null || !health(first).name().equals(provider)) {
      return null;
    }
    Duration left = after.minus(lasted());
    return isOpen(fallback)
        ? longer(Duration.ZERO, left)
        : longer(left, longer(notSooner, health(fallback).setback().notBefore()));
  }

  private boolean isAway() {
    return !isOpen(first) && health(first).rest().isPositive();
  }

  private Duration lasted() {
    return health(first).lasted();
  }

  private static boolean isOpen(AskedModel model) {
    return health(model).isOpen();
  }

  private static ProviderHealth health(AskedModel model) {
    return model.gate().health();
  }
}
