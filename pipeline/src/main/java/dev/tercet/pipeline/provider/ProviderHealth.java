package dev.tercet.pipeline.provider;

import dev.tercet.pipeline.AttemptFailure;
import dev.tercet.saga.Failure;
import dev.tercet.saga.port.Extractor.Reply;
import dev.tercet.saga.provider.ProviderState;
import dev.tercet.saga.provider.ProviderStates;
import dev.tercet.saga.provider.ProviderStates.Report;
import dev.tercet.saga.provider.ProviderStates.Seen;
import dev.tercet.saga.provider.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whether one provider may be asked, whose call sees whether it answers again, and what a call's
 * end says of it (docs/protocol.md §12).
 */
public final class ProviderHealth {
  /** How long nobody else is taken to the gate for the call that sees. */
  private static final Duration ON_ITS_WAY = Duration.ofSeconds(1);

  private final String name;
  private final InstantSource clock;
  private final Set<Trouble> closing;
  private final SharedState state;
  private final Suspicion suspicion = new Suspicion();

  /** What was met last: why nobody is let in while the state does not say it yet. */
  private volatile Failure lastMet = Trouble.BROKEN.failure("in trouble until just now");

  private Instant onItsWayUntil = Instant.MIN;
  private boolean seeing;

  /** How many tell the ledger of trouble now: nobody is let in while they do. */
  private int telling;

  /** A look that was taken and not made: the next one here has it. */
  private @Nullable Pass spare;

  /** One that nothing is known of; the clock is a steady one. */
  public ProviderHealth(String name, InstantSource clock) {
    this(name, clock, EnumSet.allOf(Trouble.class));
  }

  private ProviderHealth(String name, InstantSource clock, Set<Trouble> closing) {
    this.name = name;
    this.clock = clock;
    this.closing = closing;
    state = new SharedState(name, clock);
  }

  /** One that people wait for: it is asked again at once, unless it wants to be left alone. */
  public static ProviderHealth ofQueries(String name, InstantSource clock) {
    return new ProviderHealth(name, clock, EnumSet.of(Trouble.LIMITED));
  }

  /**
   * What a call knew when it was let in.
   *
   * @param version of the state
   * @param sees whether it is the one that sees whether the provider answers again
   * @param at when, by this process' clock
   */
  public record Pass(long version, boolean sees, Instant at) {}

  public String name() {
    return name;
  }

  /** By which it is told how long to wait. */
  public InstantSource clock() {
    return clock;
  }

  /** From now on every process knows what one of them does. */
  public void shareBy(ProviderStates states) {
    state.shareBy(states);
  }

  /** Tells this whenever the provider has opened. */
  public void whenOpened(Runnable listener) {
    state.whenOpened(listener);
  }

  /** What another process may have changed. */
  public void look() {
    state.look();
  }

  /** A person says that it is well; throws what the ledger throws. */
  public void resume() {
    state.resume();
  }

  /** The ledger says this. */
  public void hear(Seen seen) {
    state.hear(seen);
  }

  /** Whether this process has gone on alone since it last heard the ledger. */
  public boolean isUntold() {
    return state.isUntold();
  }

  /** What is known now. */
  public ProviderState state() {
    return state.known();
  }

  public boolean isOpen() {
    return state.known().isOpen();
  }

  /** How a document waits that was not let in. */
  public AttemptFailure.Held setback() {
    ProviderState known = state.known();
    Trouble trouble = known.trouble();
    Failure why = trouble == null ? lastMet : trouble.failure(String.valueOf(known.reason()));
    return new AttemptFailure.Held(why, name, RetryPause.ownLook(rest(), lasted()), false);
  }

  /** How long the trouble has lasted; zero while there is none. */
  public Duration lasted() {
    return state.lasted();
  }

  /** How long no call may be made; zero when one may. */
  public synchronized Duration rest() {
    if (isOpen() || hasSpare()) {
      return Duration.ZERO;
    }
    Instant retryAt = state.retryAt();
    Instant from = onItsWayUntil.isAfter(retryAt) ? onItsWayUntil : retryAt;
    Duration left = Duration.between(clock.instant(), from);
    if (seeing && left.compareTo(ON_ITS_WAY) < 0) {
      return ON_ITS_WAY;
    }
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Somebody is on his way here who may be the one to see. */
  public synchronized void awaitOne() {
    if (!isOpen()) {
      onItsWayUntil = clock.instant().plus(ON_ITS_WAY);
    }
  }

  /** Whether a call would be let in now. */
  synchronized boolean letsIn() {
    return telling == 0 && (isOpen() || (!seeing && (hasSpare() || isDue())));
  }

  private boolean hasSpare() {
    return spare != null && spare.version() == state.known().version() && !isDue();
  }

  private boolean isDue() {
    return !state.retryAt().isAfter(clock.instant());
  }

  /** Lets a call in, if the provider is open or this is the one that sees. */
  Optional<Pass> enter() {
    long version;
    Duration pause;
    synchronized (this) {
      ProviderState known = state.known();
      if (!letsIn()) {
        return Optional.empty();
      }
      if (known.isOpen()) {
        return Optional.of(new Pass(known.version(), false, clock.instant()));
      }
      seeing = true;
      if (hasSpare()) {
        spare = null;
        return Optional.of(new Pass(known.version(), true, clock.instant()));
      }
      version = known.version();
      pause = RetryPause.after(state.lasted());
    }
    if (!takeTurn(version, pause)) {
      state.look();
      return isOpen() ? enter() : Optional.empty();
    }
    return Optional.of(new Pass(version, true, clock.instant()));
  }

  /** Of all processes one has it at a time. */
  private boolean takeTurn(long version, Duration pause) {
    boolean taken = false;
    try {
      taken =
          state.decide(
              states -> states.tried(name, version, pause),
              (known, now) -> known.tried(version, now.plus(pause), now));
      return taken;
    } finally {
      synchronized (this) {
        seeing = taken;
        onItsWayUntil = Instant.MIN;
      }
    }
  }

  /** The call says nothing: the next one sees, after the pause. */
  synchronized void leave(Pass pass) {
    seeing = seeing && !pass.sees();
  }

  /** The call was not made: the next one here sees, and at once. */
  synchronized void leaveUnused(Pass pass) {
    leave(pass);
    spare = pass.sees() ? pass : spare;
  }

  /** The provider has answered the call: with whatever, but as one that is there. */
  void answered(Pass pass) {
    ProviderState known;
    synchronized (this) {
      suspicion.answered(clock.instant());
      seeing = seeing && !pass.sees();
      known = state.known();
    }
    boolean seemed = known.trouble() == Trouble.BROKEN && pass.version() == known.version() - 1;
    if (!known.isOpen() && (pass.sees() || seemed)) {
      long version = known.version();
      state.decide(
          states -> Optional.of(states.opened(name, version)),
          (it, now) -> it.opened(version, now));
    }
  }

  /**
   * The call met trouble.
   *
   * @param asker the extraction for which it was made; null for nobody in particular
   * @return how it waits; null when that says more of the document than of the provider. Whose call
   *     found an open provider in trouble, or has seen, is the next to see
   */
  AttemptFailure.@Nullable Held troubled(Pass pass, Reply.Unavailable met, @Nullable UUID asker) {
    Duration pause;
    boolean first;
    synchronized (this) {
      seeing = seeing && !pass.sees();
      if (!closing.contains(met.trouble())
          || (met.trouble() == Trouble.BROKEN && suspicion.isOnly(asker, pass))) {
        return null;
      }
      first = isOpen() || pass.sees();
      if (met.trouble() == Trouble.BROKEN) {
        suspicion.fallsOn(asker, clock.instant());
      }
      pause = RetryPause.after(met, pass.sees(), state.lasted());
      lastMet = met.failure();
      telling++;
    }
    try {
      tell(pass, met, pause);
    } finally {
      synchronized (this) {
        telling--;
      }
    }
    return new AttemptFailure.Held(met.failure(), name, rest(), first);
  }

  private void tell(Pass pass, Reply.Unavailable met, Duration pause) {
    if (isNews(pass, met.trouble(), pause)) {
      String said = met.failure().message();
      var report = new Report(name, pass.version(), met.trouble(), said, pause);
      state.decide(
          states -> Optional.of(states.troubled(report)),
          (known, now) ->
              known.troubled(
                  report.seen(),
                  report.trouble(),
                  ProviderState.reason(said),
                  now.plus(pause),
                  now));
    }
  }

  /** Calls that fail together tell the same. */
  private boolean isNews(Pass pass, Trouble met, Duration pause) {
    ProviderState known = state.known();
    return pass.sees()
        || (known.isOpen()
            ? pass.version() == known.version()
            : known.trouble() != met
                || clock.instant().plus(pause).isAfter(state.retryAt().plus(RetryPause.SHORTEST)));
  }
}
