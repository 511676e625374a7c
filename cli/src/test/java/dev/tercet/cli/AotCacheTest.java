package dev.tercet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.junit.jupiter.api.Test;

class AotCacheTest {
  private final Properties properties = new Properties();

  @Test
  void isUsedWhenTheJvmSharesClasses() {
    properties.setProperty("tercet.aot", "build/tercet.aot");
    properties.setProperty("java.vm.info", "mixed mode, sharing");
    assertThat(AotCache.of(properties).refusal()).isEmpty();
  }

  @Test
  void isRefusedWhenTheJvmSharesNone() {
    properties.setProperty("tercet.aot", "build/tercet.aot");
    properties.setProperty("java.vm.info", "mixed mode");
    assertThat(AotCache.of(properties).refusal().orElseThrow())
        .contains("build/tercet.aot", "without it")
        .hasLineCount(1);
  }

  @Test
  void isNoneWithoutALauncher() {
    assertThat(AotCache.of(properties).refusal()).isEmpty();
  }
}
