package dev.tercet.pipeline.provider;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whether a call that met a broken provider says more of its document than of the provider. Not
 * thread-safe.
 */
final class Suspicion {
  /** Whose call last made the provider seem broken, and when. */
  private @Nullable UUID suspect;

  private Instant suspectedAt = Instant.MIN;
  private Instant answeredAt = Instant.MIN;

  void answered(Instant now) {
    answeredAt = now;
  }

  void fallsOn(@Nullable UUID asker, Instant now) {
    suspect = asker;
    suspectedAt = now;
  }

  /**
   * Whether others are answered: somebody was since the call was let in, or since it last failed
   * for the same extraction, which would else be the one that sees again and again.
   */
  boolean isOnly(@Nullable UUID asker, ProviderHealth.Pass pass) {
    boolean whileItRan = !pass.sees() && !answeredAt.isBefore(pass.at());
    boolean sinceItFailed =
        asker != null && asker.equals(suspect) && !answeredAt.isBefore(suspectedAt);
    return whileItRan || sinceItFailed;
  }
}
