package dev.tercet.saga.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
  @Test
  void delaysDoubleUpToTheirBoundAndAreDrawnBelowIt() {
    var backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(10));
    var random = new Random(3);
    assertThat(backoff.bound(1)).isEqualTo(Duration.ofSeconds(1));
    assertThat(backoff.bound(3)).isEqualTo(Duration.ofSeconds(4));
    assertThat(backoff.bound(50_000)).isEqualTo(Duration.ofSeconds(10));
    for (int tries = 1; tries < 100; tries++) {
      assertThat(backoff.jittered(tries, random)).isBetween(Duration.ZERO, backoff.bound(tries));
    }
  }
}
