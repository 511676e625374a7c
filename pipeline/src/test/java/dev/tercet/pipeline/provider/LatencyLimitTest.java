package dev.tercet.pipeline.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.netflix.concurrency.limits.Limit;
import com.netflix.concurrency.limits.limit.Gradient2Limit;
import com.netflix.concurrency.limits.limit.VegasLimit;
import dev.tercet.pipeline.provider.SimulatedProvider.Caller;
import dev.tercet.pipeline.provider.SimulatedProvider.Crowd;
import dev.tercet.pipeline.provider.SimulatedProvider.Seen;
import dev.tercet.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.IntSupplier;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A limit in front of a provider that answers twenty calls at once as fast as one. */
class LatencyLimitTest {
  private static final int BEST = 20;
  private static final int MOST = 256;
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);

  private final SettableClock clock = new SettableClock();

  private record Limited(CallLimit permits) implements Caller {
    @Override
    public IntSupplier limit() {
      return permits::limit;
    }

    @Override
    public void answered(Duration took) {
      permits.wentWell(took);
    }
  }

  private record Unchanging(Semaphore permits, int calls) implements Caller {
    @Override
    public IntSupplier limit() {
      return () -> calls;
    }

    @Override
    public void answered(Duration took) {}
  }

  private Limited caller(LimitRule rule) {
    return new Limited(new CallLimit(rule, clock));
  }

  private Limited caller() {
    return caller(new LatencyLimit(8, MOST, clock.instant()));
  }

  private SimulatedProvider provider(Crowd crowd, double spread, Duration usual) {
    return new SimulatedProvider(clock, crowd, BEST, usual, spread);
  }

  private double bestRate(Crowd crowd, double spread, Duration usual) {
    return DoubleStream.of(0.5, 0.75, 1, 1.25, 1.5, 2)
        .map(it -> {
          int calls = (int) (BEST * it);
          var caller = new Unchanging(new Semaphore(calls), calls);
          return provider(crowd, spread, usual).pass(MINUTE, caller).rate();
        })
        .max()
        .orElseThrow();
  }

  static Stream<Arguments> providers() {
    return providers(Crowd.values());
  }

  static Stream<Arguments> slowedProviders() {
    return providers(Crowd.SLOWS);
  }

  private static Stream<Arguments> providers(Crowd... crowds) {
    return Stream.of(crowds)
        .flatMap(crowd ->
            DoubleStream.of(0, 0.3, 0.7)
                .boxed()
                .flatMap(spread ->
                    Stream.of(
                        Arguments.of(crowd, spread, Duration.ofMillis(100)),
                        Arguments.of(crowd, spread, Duration.ofSeconds(1)))));
  }

  @ParameterizedTest
  @MethodSource("providers")
  void settlesNearTheBestAndFollowsWhenThatHalves(Crowd crowd, double spread, Duration usual) {
    SimulatedProvider provider = provider(crowd, spread, usual);
    Limited caller = caller();
    provider.pass(MINUTE.multipliedBy(2), caller);
    Seen settled = provider.pass(MINUTE.multipliedBy(2), caller);
    provider.becomes(BEST / 2, usual);
    provider.pass(HALF_A_MINUTE, caller);
    Seen followed = provider.pass(HALF_A_MINUTE, caller);
    double best = bestRate(crowd, spread, usual);
    System.out.printf(
        "%s, spread %.1f, %s: settled %s, then %s; the best rate %.1f%n",
        crowd, spread, usual, settled, followed, best);

    assertThat(settled.limit()).isBetween(0.8 * BEST, 1.2 * BEST);
    assertThat(settled.rate()).isGreaterThan(0.9 * best);
    assertThat(followed.limit()).isBetween(0.4 * BEST, 0.6 * BEST);
  }

  @ParameterizedTest
  @MethodSource("slowedProviders")
  void aModelThatBecomesSlowerForEverybodyIsAskedAsOftenAsItCan(
      Crowd crowd, double spread, Duration usual) {
    SimulatedProvider provider = provider(crowd, spread, usual);
    Limited caller = caller();
    provider.pass(MINUTE.multipliedBy(4), caller);
    Duration slower = usual.multipliedBy(3).dividedBy(2);
    provider.becomes(BEST, slower);
    provider.pass(MINUTE.multipliedBy(4), caller);
    Seen then = provider.pass(MINUTE.multipliedBy(4), caller);
    double best = bestRate(crowd, spread, slower);

    assertThat(then.rate()).isGreaterThan(0.9 * best);
  }

  static Stream<Arguments> crowdsAndSpreads() {
    return Stream.of(Crowd.values())
        .flatMap(crowd -> Stream.of(0.0, 0.3, 0.7).map(spread -> Arguments.of(crowd, spread)));
  }

  /** Its calls take longer at first, since the process warms up. */
  @ParameterizedTest
  @MethodSource("crowdsAndSpreads")
  void oneThatBeginsColdSettlesNearTheBestWithinAMinute(Crowd crowd, double spread) {
    Duration usual = Duration.ofMillis(100);
    SimulatedProvider provider = provider(crowd, spread, usual.plusMillis(25));
    Limited caller = caller();
    provider.pass(Duration.ofSeconds(5), caller);
    provider.becomes(BEST, usual);
    provider.pass(MINUTE.minusSeconds(5), caller);
    Seen settled = provider.pass(MINUTE, caller);
    double best = bestRate(crowd, spread, usual);
    System.out.printf("cold, %s, spread %.1f: %s; the best %.1f%n", crowd, spread, settled, best);

    assertThat(settled.limit()).isBetween(0.8 * BEST, 1.2 * BEST);
    assertThat(settled.rate()).isGreaterThan(0.9 * best);
  }

  @Test
  void whoeverAsksLittleRaisesNothing() {
    var limit = new LatencyLimit(8, MOST, clock.instant());
    for (int call = 0; call < 1_000; call++) {
      limit.answered(1_000_000, 3, clock.instant());
    }
    assertThat(limit.limit()).isEqualTo(8);
  }

  @Test
  void neverMoreThanTheCeilingAndNeverLessThanOne() {
    var limit = new LatencyLimit(8, 10, clock.instant());
    for (int call = 0; call < 1_000; call++) {
      limit.answered(1_000_000, limit.limit(), clock.instant());
    }
    assertThat(limit.limit()).isEqualTo(10);
    for (int call = 0; call < 100; call++) {
      limit.overrun(clock.instant());
    }
    assertThat(limit.limit()).isEqualTo(1);
  }

  @Test
  void aThirdLessWhenTheProviderWasOverrunAndSlowlyMoreAfterThat() {
    var limit = new LatencyLimit(30, MOST, clock.instant());
    limit.overrun(clock.instant());
    assertThat(limit.limit()).isEqualTo(20);
    for (int call = 0; call < 100; call++) {
      limit.answered(1_000_000, limit.limit(), clock.instant());
    }
    assertThat(limit.limit()).isBetween(21, 26);
  }

  /** The library's own algorithms, told one answer or a round of them. */
  private static final class Library implements LimitRule {
    private final Limit library;
    private final int round;
    private int calls;
    private long sum;

    Library(Limit library, int round) {
      this.library = library;
      this.round = round;
    }

    @Override
    public int limit() {
      return library.getLimit();
    }

    @Override
    public void answered(long nanos, int underWay, Instant now) {
      calls++;
      sum += nanos;
      if (calls >= round) {
        library.onSample(0, sum / calls, underWay, false);
        calls = 0;
        sum = 0;
      }
    }

    @Override
    public void overrun(Instant now) {}
  }

  /** What the library offers, as it is and with narrower bounds. */
  enum Offer {
    VEGAS {
      @Override
      Limit limit() {
        return VegasLimit.newBuilder().initialLimit(8).maxConcurrency(MOST).build();
      }
    },
    NARROW_VEGAS {
      @Override
      Limit limit() {
        return VegasLimit.newBuilder()
            .initialLimit(8)
            .maxConcurrency(MOST)
            .alpha(2)
            .beta(3)
            .build();
      }
    },
    GRADIENT2 {
      @Override
      Limit limit() {
        return gradient().build();
      }
    },
    NARROW_GRADIENT2 {
      @Override
      Limit limit() {
        return gradient().rttTolerance(1).queueSize(1).build();
      }
    };

    abstract Limit limit();

    private static Gradient2Limit.Builder gradient() {
      return Gradient2Limit.newBuilder().initialLimit(8).minLimit(1).maxConcurrency(MOST);
    }
  }

  static Stream<Arguments> offers() {
    return Stream.of(Offer.values())
        .flatMap(offer -> Stream.of(1, 20).map(round -> Arguments.of(offer, round)));
  }

  @ParameterizedTest
  @MethodSource("offers")
  void noneOfTheLibrarysOwnSettlesNearTheBest(Offer offer, int round) {
    List<Double> settled =
        Stream.of(0.0, 0.3, 0.7).map(spread -> settledOf(offer, round, spread)).toList();
    System.out.printf("%s, rounds of %d: settled %s%n", offer, round, settled);

    assertThat(settled).anyMatch(it -> it < 0.8 * BEST || it > 1.2 * BEST);
  }

  private double settledOf(Offer offer, int round, double spread) {
    Limited caller = caller(new Library(offer.limit(), round));
    SimulatedProvider provider = provider(Crowd.SLOWS, spread, Duration.ofMillis(100));
    provider.pass(MINUTE.multipliedBy(2), caller);
    return provider.pass(MINUTE.multipliedBy(2), caller).limit();
  }
}
