package dev.tercet.saga.provider;

import dev.tercet.saga.queue.Hint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What all processes know of the providers of models, and which documents wait for one
 * (docs/protocol.md §12). {@link ProviderState} says what each call may change; all times are the
 * database's.
 */
public interface ProviderStates {

  /**
   * A state as it was read.
   *
   * @param at when, by the database's clock
   */
  record Seen(ProviderState state, Instant at) {}

  /** Every provider that was ever in trouble or configured, by name. */
  List<Seen> all();

  /** That one, which is open when nothing was ever known of it. */
  Seen find(String provider);

  /**
   * What a call met.
   *
   * @param seen the version when the call was let in
   * @param said for a person, without secrets
   * @param pause how long nobody calls
   */
  record Report(String provider, long seen, Trouble trouble, String said, Duration pause) {}

  /** Notes trouble; returns what stands after it, whoever noted it. */
  Seen troubled(Report report);

  /**
   * Asks for the one call that sees whether a provider in trouble answers again.
   *
   * @param seen the version in which it is in trouble
   * @param pause how long nobody else gets that
   * @return empty when it is somebody else's, or not yet time, or the version is another one
   */
  Optional<Seen> tried(String provider, long seen, Duration pause);

  /**
   * Opens it, unless its version is another one; returns what stands after it. Whoever waits for it
   * is to be hastened from then on.
   */
  Seen opened(String provider, long seen);

  /** Opens it whatever its version: a person says so. */
  Seen resumed(String provider);

  /**
   * Opens it if it was last asked with other settings.
   *
   * @param digest of address, model and key; 32 bytes
   */
  Seen configured(String provider, byte[] digest);

  /**
   * What was made due.
   *
   * @param due is to be published
   * @param more whether more may wait
   */
  record Hastened(List<Hint> due, boolean more) {}

  /** Makes due what waits for providers that have opened; looks at {@code limit} at most. */
  Hastened hasten(int limit);
}
