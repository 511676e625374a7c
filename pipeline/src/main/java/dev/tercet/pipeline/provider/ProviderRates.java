package dev.tercet.pipeline.provider;

import dev.tercet.pipeline.ParallelMap.AbandonedException;
import dev.tercet.saga.Usage;
import dev.tercet.saga.port.CallRates;
import dev.tercet.saga.port.CallRates.Left;
import dev.tercet.saga.port.CallRates.Rates;
import dev.tercet.saga.port.CallRates.Told;
import dev.tercet.saga.port.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The provider's rates: requests and tokens a minute, each of which may be without limit, shared by
 * all processes. A call takes beforehand as many tokens as calls have used lately, and when it ends
 * what it used is set right. Without any rate nobody is asked.
 *
 * <p>Only a turn needs whoever keeps the rates. Nothing that fails there after a call may cost its
 * answer, which is paid and not saved yet.
 */
public final class ProviderRates {
  private static final Logger LOG = LoggerFactory.getLogger(ProviderRates.class);
  private static final double NANOS_PER_MINUTE = 60e9;

  private final CallRates shared;
  private final Rates rates;
  private final TokenForecast tokens = new TokenForecast();
  private volatile boolean wasShort;

  /** Rates that all processes take their turns from. */
  public ProviderRates(CallRates shared, Rates rates) {
    this.shared = shared;
    this.rates = rates;
  }

  /** No limit. */
  public static ProviderRates unlimited() {
    return new ProviderRates(new NoRates(), new Rates("any", null, null, Duration.ofSeconds(10)));
  }

  /** Whether no call ever waits for a rate. */
  boolean isUnlimited() {
    return rates.requestsPerMinute() == null && !countsTokens();
  }

  private boolean countsTokens() {
    return rates.tokensPerMinute() != null;
  }

  /**
   * How long a call must wait for its turn; when that is at most {@code longest}, the turn is taken
   * and the caller must wait and then call. Throws {@link StoreUnavailableException} when nobody
   * can say whose turn it is.
   */
  Duration takeTurn(Duration longest) {
    if (isUnlimited()) {
      return Duration.ZERO;
    }
    long forecast = countsTokens() ? tokens.next() : 0;
    Duration wait;
    try {
      wait = shared.take(rates, forecast, longest);
    } catch (CancellationException e) {
      throw new AbandonedException("interrupted while waiting for the provider's rate", e);
    }
    if (countsTokens() && wait.compareTo(longest) <= 0) {
      tokens.begun(forecast);
    }
    return wait;
  }

  /** The call whose turn was taken was not made. */
  void giveTurnBack() {
    giveBack(countsTokens() ? tokens.ended() : 0);
  }

  /**
   * The provider refused a call as one too many, and says itself for how long: its turn would else
   * be missing when that is over. Its tokens are set right like those of any call.
   */
  void refused() {
    giveBack(0);
  }

  private void giveBack(long taken) {
    if (isUnlimited()) {
      return;
    }
    try {
      shared.giveBack(rates, taken);
    } catch (RuntimeException e) {
      LOG.debug("A turn that nobody used is lost", e);
    }
  }

  /** A call used this much. What cannot be noted now is noted with the next call's. */
  void used(Usage usage) {
    if (!countsTokens()) {
      return;
    }
    long more = tokens.used(usage.inputTokens() + usage.outputTokens());
    if (more != 0) {
      try {
        shared.settle(rates, more);
      } catch (RuntimeException e) {
        tokens.owe(more);
        LOG.debug("{} tokens are owed and noted later", more, e);
      }
    }
  }

  /**
   * An answer says what is left of the provider's own limits. It is passed on when that is less
   * than may be given, or was so before.
   */
  public void heard(Told told) {
    boolean isShort =
        isShort(rates.requestsPerMinute(), told.requests(), told.took())
            || isShort(rates.tokensPerMinute(), told.tokens(), told.took());
    if (isShort || wasShort) {
      wasShort = isShort;
      try {
        shared.heard(rates, told);
      } catch (RuntimeException e) {
        LOG.debug("What the provider said is not noted; its next answer says it again", e);
      }
    }
  }

  /** At most a bucket and the rate is given while a call lasts, and after it a bucket at once. */
  private boolean isShort(@Nullable Long perMinute, @Nullable Left left, Duration took) {
    if (perMinute == null || left == null) {
      return false;
    }
    double minutes = (double) rates.burst().multipliedBy(2).plus(took).toNanos() / NANOS_PER_MINUTE;
    return (double) left.remaining() < Math.max(2, minutes * (double) perMinute);
  }

  /** A call was broken off, and nobody knows what it used: what it has taken stays taken. */
  void usedUnknown() {
    if (countsTokens()) {
      tokens.ended();
    }
  }

  /** For providers without rates, which are never asked. */
  private static final class NoRates implements CallRates {
    @Override
    public Duration take(Rates ignored, long tokens, Duration longest) {
      return Duration.ZERO;
    }

    @Override
    public void giveBack(Rates ignored, long tokens) {}

    @Override
    public void settle(Rates ignored, long tokens) {}

    @Override
    public void heard(Rates ignored, Told told) {}
  }
}
