package dev.tercet.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.pipeline.PipelineSettings.Relaying;
import dev.tercet.pipeline.PipelineSettings.Retrying;
import java.time.Duration;
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
}
