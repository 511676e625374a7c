package dev.tercet.pipeline.provider;

import dev.tercet.pipeline.AttemptFailure;
import dev.tercet.pipeline.LoopSignal;
import dev.tercet.pipeline.ParallelMap.AbandonedException;
import dev.tercet.saga.Failure;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Usage;
import dev.tercet.saga.port.Extractor.Reply;
import dev.tercet.saga.provider.Trouble;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one way to a provider: so many calls at once, so many a minute, none while it is in trouble
 * but for the one that sees whether it still is, none while its circuit breaker is open. Whoever is
 * not let in has tried nothing, and waits uncounted.
 */
public final class ProviderGate {
  /** A rate is waited for in place this long; a longer wait goes back to the queue. */
  private static final Duration LONGEST_RATE_WAIT = Duration.ofSeconds(5);

  private final CallLimit limit;
  private final Duration patience;
  private final ProviderRates rates;
  private final @Nullable CircuitBreaker breaker;
  private final ProviderHealth health;

  /**
   * A gate.
   *
   * @param concurrency calls at once
   * @param patience longest wait for one's turn
   * @param rates how many calls and tokens a minute
   * @param breaker opened by calls that fail while others do not; null for a provider that cannot
   *     be away
   * @param health what is known of the provider
   */
  public ProviderGate(
      Concurrency concurrency,
      Duration patience,
      ProviderRates rates,
      @Nullable CircuitBreaker breaker,
      ProviderHealth health) {
    limit = new CallLimit(rule(concurrency, health.clock()), health.clock());
    this.patience = patience;
    this.rates = rates;
    this.breaker = breaker;
    this.health = health;
  }

  /** The same with that many calls at once, whatever they take. */
  public ProviderGate(
      int concurrency,
      Duration patience,
      ProviderRates rates,
      @Nullable CircuitBreaker breaker,
      ProviderHealth health) {
    this(new Concurrency.Fixed(concurrency), patience, rates, breaker, health);
  }

  private static LimitRule rule(Concurrency concurrency, InstantSource clock) {
    return switch (concurrency) {
      case Concurrency.Fixed(int calls) -> new FailureLimit(calls);
      case Concurrency.Adaptive(int start, int most) ->
          new LatencyLimit(start, most, clock.instant());
    };
  }

  /** A gate that is always open, for providers inside this process. */
  public static ProviderGate open(String provider, InstantSource clock) {
    return new ProviderGate(
        1_000_000,
        Duration.ofMinutes(1),
        ProviderRates.unlimited(),
        null,
        new ProviderHealth(provider, clock));
  }

  /** What is known of the provider. */
  public ProviderHealth health() {
    return health;
  }

  /** Whether calls use up no rate, so that one more of them takes nobody's turn. */
  public boolean hasNoRate() {
    return rates.isUnlimited();
  }

  /** Whether one may call. */
  public sealed interface Entry {
    /** Call, then leave with the pass. */
    record Entered(ProviderHealth.Pass pass) implements Entry {}

    /**
     * Do not call.
     *
     * @param notBefore the shortest wait, zero when unknown
     */
    record Closed(AttemptFailure failure, Duration notBefore) implements Entry {}
  }

  /**
   * Waits for one's turn; every {@link Entry.Entered} needs exactly one leave. Throws {@link
   * dev.tercet.saga.port.StoreUnavailableException} when nobody can say whose turn of the rate it
   * is; then nobody has entered.
   */
  public Entry enter() {
    if (!health.letsIn()) {
      return inTrouble();
    }
    if (!awaitTurn()) {
      return closed("provider-busy", "no turn came within " + patience, Duration.ZERO);
    }
    Optional<ProviderHealth.Pass> pass = health.enter();
    if (pass.isEmpty()) {
      limit.release();
      return inTrouble();
    }
    Duration rate = takeRateTurn(pass.get());
    if (rate.compareTo(LONGEST_RATE_WAIT) > 0) {
      turnBack(pass.get());
      return closed("provider-rate", "the configured rate is used up", rate);
    }
    if (rate.isPositive()) {
      limit.whileIdle(() -> new LoopSignal().rest(rate));
    }
    if (breaker != null && !breaker.tryAcquirePermission()) {
      rates.giveTurnBack();
      turnBack(pass.get());
      return closed("provider-away", "the provider's circuit breaker is open", Duration.ZERO);
    }
    return new Entry.Entered(pass.get());
  }

  private Entry.Closed inTrouble() {
    return new Entry.Closed(health.setback(), health.rest());
  }

  private Duration takeRateTurn(ProviderHealth.Pass pass) {
    boolean isKnown = false;
    try {
      Duration wait = rates.takeTurn(LONGEST_RATE_WAIT);
      isKnown = true;
      return wait;
    } finally {
      if (!isKnown) {
        turnBack(pass);
      }
    }
  }

  private void turnBack(ProviderHealth.Pass pass) {
    health.leave(pass);
    limit.release();
  }

  private boolean awaitTurn() {
    try {
      return limit.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AbandonedException("interrupted while waiting for the provider", e);
    }
  }

  /**
   * The call that was let in ended like this after {@code took}.
   *
   * @param asker the extraction for which it was made; null for nobody in particular
   * @return how whoever asked waits, when it met trouble that is the provider's; else null
   */
  public AttemptFailure.@Nullable Held leave(
      ProviderHealth.Pass pass, Reply reply, Duration took, @Nullable UUID asker) {
    rates.used(usage(reply));
    return switch (reply) {
      case Reply.Content _, Reply.Cut _, Reply.Refused _ -> {
        succeeded(pass, took);
        yield null;
      }
      case Reply.Unavailable unavailable -> {
        if (unavailable.trouble() == Trouble.LIMITED) {
          rates.refused();
        }
        yield failed(pass, unavailable, took, asker);
      }
    };
  }

  private static Usage usage(Reply reply) {
    return switch (reply) {
      case Reply.Content(var _, var usage, var _) -> usage;
      case Reply.Cut(var _, var usage) -> usage;
      case Reply.Refused(var _, var usage) -> usage;
      case Reply.Unavailable(var _, var _, var usage, var _) -> usage;
    };
  }

  /** The call that was let in went well. */
  public void succeeded(ProviderHealth.Pass pass, Duration took) {
    limit.wentWell(took);
    limit.release();
    if (breaker != null) {
      breaker.onSuccess(took.toNanos(), TimeUnit.NANOSECONDS);
    }
    health.answered(pass);
  }

  /** The breaker counts what fails while others are answered. */
  private AttemptFailure.@Nullable Held failed(
      ProviderHealth.Pass pass,
      Reply.Unavailable unavailable,
      Duration took,
      @Nullable UUID asker) {
    AttemptFailure.Held held;
    try {
      held = health.troubled(pass, unavailable, asker);
    } finally {
      if (isOverrun(pass, unavailable.trouble())) {
        limit.overrun();
      }
      limit.release(); // after the state has closed, or the next one would be let in
    }
    if (breaker != null && held == null) {
      breaker.onError(
          took.toNanos(),
          TimeUnit.NANOSECONDS,
          new IllegalStateException(unavailable.failure().code()));
    } else if (breaker != null) {
      breaker.releasePermission();
    }
    return held;
  }

  /** A call that sees is alone, and a key or money that is missing is missed by one call, too. */
  private static boolean isOverrun(ProviderHealth.Pass pass, Trouble trouble) {
    return switch (trouble) {
      case LIMITED, BROKEN -> !pass.sees();
      case OUT_OF_MONEY, WRONG_KEY -> false;
    };
  }

  /** The call that was let in was never made: its turn is the next one's. */
  public void leaveUncalled(ProviderHealth.Pass pass) {
    rates.giveTurnBack();
    health.leaveUnused(pass);
    letGo();
  }

  /** The call that was let in says nothing about the provider's health. */
  public void leave(ProviderHealth.Pass pass) {
    rates.usedUnknown();
    health.leave(pass);
    letGo();
  }

  private void letGo() {
    limit.release();
    if (breaker != null) {
      breaker.releasePermission();
    }
  }

  /** How long new work had better not begin; zero when it may. */
  public Duration rest() {
    return health.rest();
  }

  /**
   * How many more callers it makes sense to bring here now: twice as many as are let in at once,
   * less those that are in or waiting. At most zero when it is crowded.
   */
  public int room() {
    return 2 * limit.limit() - limit.busy();
  }

  /** The longest wait for one's turn. */
  public Duration patience() {
    return patience;
  }

  /** How many calls are let in at once now. */
  public int concurrencyLimit() {
    return limit.limit();
  }

  private static Entry.Closed closed(String code, String message, Duration notBefore) {
    return new Entry.Closed(
        new AttemptFailure.NoTurn(
            new Failure(code, FailureClass.TRANSIENT, message, Stage.ACCEPTED), notBefore),
        notBefore);
  }
}
