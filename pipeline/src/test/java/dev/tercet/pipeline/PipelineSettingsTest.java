package dev.tercet.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.pipeline.PipelineSettings.Relaying;
import dev.tercet.pipeline.PipelineSettings.Retrying;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PipelineSettingsTest {
  @Test
  void theDefaultsAreThoseThatAreDocumented() {
    PipelineSettings defaults = PipelineSettings.DEFAULTS;
    assertThat(defaults.accepting().maxBytes()).isEqualTo(24 * 1024 * 1024);
    assertThat(defaults.passages().maxCharacters()).isEqualTo(1_000);
    assertThat(defaults.working().lease()).isEqualTo(Duration.ofSeconds(15));
    assertThat(defaults.working().heartbeat()).isEqualTo(Duration.ofSeconds(5));
    assertThat(defaults.retrying().maxAttempts()).isEqualTo(5);
  }

  @Test
  void aValueOutOfBoundsIsRefusedByName() {
    assertThatThrownBy(() -> new Relaying(Duration.ZERO, Duration.ZERO, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("relaying.interval");
    assertThatThrownBy(() ->
            new Retrying(5, Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(1)))
        .hasMessageContaining("retry.max-delay");
  }

  @Test
  void delaysDoubleUpToTheirBoundAndAreDrawnBelowIt() {
    var backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(10), new Random(3));
    assertThat(backoff.bound(1)).isEqualTo(Duration.ofSeconds(1));
    assertThat(backoff.bound(3)).isEqualTo(Duration.ofSeconds(4));
    assertThat(backoff.bound(50_000)).isEqualTo(Duration.ofSeconds(10));
    for (int tries = 1; tries < 100; tries++) {
      assertThat(backoff.delay(tries)).isBetween(Duration.ZERO, backoff.bound(tries));
    }
  }
}
