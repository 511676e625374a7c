package dev.tercet.pipeline.provider;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;

/** The circuit breaker of a provider behind the network. */
public final class NetworkBreaker {
  private NetworkBreaker() {}

  /**
   * Opens when at least half of the last 20 calls failed (10 are enough to judge), lets two calls
   * try after five seconds, and closes when they succeed.
   */
  public static CircuitBreaker of(String provider, InstantSource clock) {
    return CircuitBreaker.of(
        provider,
        CircuitBreakerConfig.custom()
            .slidingWindow(20, 10, SlidingWindowType.COUNT_BASED)
            .failureRateThreshold(50)
            .waitDurationInOpenState(Duration.ofSeconds(5))
            .permittedNumberOfCallsInHalfOpenState(2)
            .clock(clock.withZone(ZoneOffset.UTC))
            .build());
  }
}
