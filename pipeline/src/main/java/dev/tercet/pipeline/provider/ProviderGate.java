package dev.tercet.pipeline.provider;

import dev.tercet.pipeline.AttemptFailure;
import dev.tercet.pipeline.LoopSignal;
import dev.tercet.pipeline.ParallelMap.AbandonedException;
import dev.tercet.saga.Failure;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Usage;
import dev.tercet.saga.port.Extractor.Reply;
import dev.tercet.saga.time.Cooldown;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one way to a provider: so many calls at once, so many a minute, none while it asked for rest,
 * none while its circuit breaker is open. Whoever is not let in has tried nothing, and waits
 * uncounted.
 */
public final class ProviderGate {
  /** What a provider that names no time is given to recover from a 429. */
  private static final Duration DEFAULT_REST = Duration.ofSeconds(5);

  /** A longer rest is not believed; the next call asks again. */
  private static final Duration LONGEST_REST = Duration.ofMinutes(10);

  /** A rate is waited for in place this long; a longer wait goes back to the queue. */
  private static final Duration LONGEST_RATE_WAIT = Duration.ofSeconds(5);

  private final CallLimit limit;
  private final Duration patience;
  private final ProviderRates rates;
  private final @Nullable CircuitBreaker breaker;
  private final Cooldown cooldown;

  /**
   * A gate.
   *
   * @param concurrency calls at once
   * @param patience longest wait for one's turn
   * @param rates how many calls and tokens a minute
   * @param breaker opened by calls that fail; null for a provider that cannot be away
   */
  public ProviderGate(
      Concurrency concurrency,
      Duration patience,
      ProviderRates rates,
      @Nullable CircuitBreaker breaker,
      InstantSource clock) {
    limit = new CallLimit(rule(concurrency, clock), clock);
    this.patience = patience;
    this.rates = rates;
    this.breaker = breaker;
    cooldown = new Cooldown(clock, LONGEST_REST);
  }

  /** The same with that many calls at once, whatever they take. */
  public ProviderGate(
      int concurrency,
      Duration patience,
      ProviderRates rates,
      @Nullable CircuitBreaker breaker,
      InstantSource clock) {
    this(new Concurrency.Fixed(concurrency), patience, rates, breaker, clock);
  }

  private static LimitRule rule(Concurrency concurrency, InstantSource clock) {
    return switch (concurrency) {
      case Concurrency.Fixed(int calls) -> new FailureLimit(calls);
      case Concurrency.Adaptive(int start, int most) ->
          new LatencyLimit(start, most, clock.instant());
    };
  }

  /** A gate that is always open, for providers inside this process. */
  public static ProviderGate open(InstantSource clock) {
    return new ProviderGate(
        1_000_000, Duration.ofMinutes(1), ProviderRates.unlimited(), null, clock);
  }

  /** Whether calls use up no rate, so that one more of them takes nobody's turn. */
  public boolean hasNoRate() {
    return rates.isUnlimited();
  }

  /** Whether one may call. */
  public sealed interface Entry {
    /** Call, then leave. */
    record Entered() implements Entry {}

    /** Do not call. */
    record Closed(AttemptFailure.Waiting failure) implements Entry {}
  }

  /**
   * Waits for one's turn; every {@link Entry.Entered} needs exactly one leave. Throws {@link
   * dev.tercet.saga.port.StoreUnavailableException} when nobody can say whose turn of the rate it
   * is; then nobody has entered.
   */
  public Entry enter() {
    Duration rest = rest();
    if (rest.isPositive()) {
      return closed("provider-resting", "the provider asked for rest", rest);
    }
    if (!awaitTurn()) {
      return closed("provider-busy", "no turn came within " + patience, Duration.ZERO);
    }
    Duration rate = takeRateTurn();
    if (rate.compareTo(LONGEST_RATE_WAIT) > 0) {
      limit.release();
      return closed("provider-rate", "the configured rate is used up", rate);
    }
    if (rate.isPositive()) {
      limit.whileIdle(() -> new LoopSignal().rest(rate));
    }
    if (breaker != null && !breaker.tryAcquirePermission()) {
      rates.giveTurnBack();
      limit.release();
      return closed("provider-away", "the provider's circuit breaker is open", Duration.ZERO);
    }
    return new Entry.Entered();
  }

  private Duration takeRateTurn() {
    boolean isKnown = false;
    try {
      Duration wait = rates.takeTurn(LONGEST_RATE_WAIT);
      isKnown = true;
      return wait;
    } finally {
      if (!isKnown) {
        limit.release();
      }
    }
  }

  private boolean awaitTurn() {
    try {
      return limit.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AbandonedException("interrupted while waiting for the provider", e);
    }
  }

  /** The call that was let in ended like this after {@code took}. */
  public void leave(Reply reply, Duration took) {
    rates.used(usage(reply));
    switch (reply) {
      case Reply.Content _, Reply.Cut _, Reply.Refused _ -> succeeded(took);
      case Reply.Unavailable unavailable when unavailable.tried() -> failed(unavailable, took);
      case Reply.Unavailable(var _, var _, var retryAfter, var _) -> {
        limit.overrun();
        cooldown.extend(retryAfter == null ? DEFAULT_REST : retryAfter);
        letGo();
      }
    }
  }

  private static Usage usage(Reply reply) {
    return switch (reply) {
      case Reply.Content(var _, var usage, var _) -> usage;
      case Reply.Cut(var _, var usage) -> usage;
      case Reply.Refused(var _, var usage) -> usage;
      case Reply.Unavailable(var _, var usage, var _, var _) -> usage;
    };
  }

  /** The call that was let in went well. */
  public void succeeded(Duration took) {
    limit.wentWell(took);
    limit.release();
    if (breaker != null) {
      breaker.onSuccess(took.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private void failed(Reply.Unavailable unavailable, Duration took) {
    limit.overrun();
    limit.release();
    if (breaker != null) {
      breaker.onError(
          took.toNanos(),
          TimeUnit.NANOSECONDS,
          new IllegalStateException(unavailable.failure().code()));
    }
  }

  /** The call that was let in was never made: its turn is the next one's. */
  public void leaveUncalled() {
    rates.giveTurnBack();
    letGo();
  }

  /** The call that was let in says nothing about the provider's health. */
  public void leave() {
    rates.usedUnknown();
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
    return cooldown.remaining();
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
        new AttemptFailure.Waiting(
            new Failure(code, FailureClass.TRANSIENT, message, Stage.ACCEPTED), notBefore));
  }
}
