package dev.tercet.api.wiring;

import dev.tercet.api.providers.ProviderWatch;
import dev.tercet.pipeline.relay.Relay;
import dev.tercet.recovery.RecoveryLoops;
import dev.tercet.saga.DueWork;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells those who act on the ledger what it holds for them, and says when it is to be asked again.
 */
final class LedgerWatch {
  private static final Duration USUAL = Duration.ofSeconds(1);

  /** How long no worker that dies goes unnoticed while something is claimed. */
  private static final Duration LIVENESS = Duration.ofMillis(250);

  /** However soon something will be due: a thousand retries are no reason for as many looks. */
  private static final Duration SHORTEST = Duration.ofMillis(50);

  private final Relay relay;
  private final ProviderWatch providers;
  private final Duration age;
  private final @Nullable RecoveryLoops recovery;
  private final Consumer<String> whenReading;
  private boolean begun;
  private String reading = "";
  private volatile @Nullable DueWork seen;

  /**
   * Tells nobody yet.
   *
   * @param recovery null in a process without that role
   * @param whenReading is told the collection that answers come from, whenever it is another
   */
  LedgerWatch(
      Relay relay,
      ProviderWatch providers,
      @Nullable RecoveryLoops recovery,
      Consumer<String> whenReading) {
    this.relay = relay;
    this.providers = providers;
    age = relay.age();
    this.recovery = recovery;
    this.whenReading = whenReading;
  }

  /** From now on they are told. */
  synchronized void begin() {
    providers.begin();
    begun = true;
  }

  /** What the ledger held when it was last asked; null when it was not. */
  @Nullable DueWork seen() {
    return seen;
  }

  /** Acts on that; returns how long the next look may wait. */
  synchronized Duration act(DueWork now) {
    seen = now;
    Duration due = now.due() == null ? null : now.due().plus(age);
    if (begun) {
      tell(now, due != null && !due.isPositive());
    }
    Duration most = now.claimed() && begun && recovery != null ? LIVENESS : USUAL;
    if (due == null || !due.isPositive() || due.compareTo(most) > 0) {
      return most;
    }
    return due.compareTo(SHORTEST) < 0 ? SHORTEST : due;
  }

  private void tell(DueWork now, boolean isDue) {
    providers.see(now.providers());
    if (isDue) {
      relay.wake();
    }
    String collection = now.vectors().reading();
    if (collection != null) {
      tellReading(collection);
    }
    if (recovery != null) {
      recovery.see(now);
    }
  }

  /** Answers come from that collection. */
  synchronized void tellReading(String collection) {
    if (!collection.equals(reading)) {
      whenReading.accept(collection);
      reading = collection;
    }
  }
}
