package dev.tercet.api.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HttpConfigTest {
  /** What {@link TercetConfigTest} sets. */
  static final HttpConfig EXPECTED =
      new HttpConfig(
          7,
          8,
          9,
          1L << 30,
          2L << 30,
          Optional.of(70_000L),
          Duration.ofSeconds(4),
          2 << 10,
          Duration.ofSeconds(3),
          Duration.ofSeconds(6));

  @Test
  void leavesRoomForEveryRequestAndEveryWaitingOne() {
    HttpConfig defaults = TercetConfig.of(Settings.defaults()).server().http();

    assertThat(defaults.maxConnections())
        .isGreaterThan(defaults.maxRequests() + defaults.maxWaiting());
    assertThat(defaults.maxBacklog()).isEmpty();
    assertThat(defaults.leastRate()).isEqualTo(1 << 10);
    assertThat(defaults.rateWindow()).isEqualTo(defaults.headerTimeout());
  }
}
