package dev.tercet.embedded.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PlatformTest {
  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, LINUX_AMD64",
    "Linux, aarch64, LINUX_ARM64",
    "Mac OS X, x86_64, DARWIN_AMD64",
    "Mac OS X, aarch64, DARWIN_ARM64"
  })
  void knowsTheMachinesThatHaveBinaries(String system, String architecture, Platform expected) {
    assertThat(Platform.of(system, architecture)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"Windows 11, amd64", "Linux, riscv64", "FreeBSD, amd64"})
  void pointsAllOthersToTheContainers(String system, String architecture) {
    assertThatThrownBy(() -> Platform.of(system, architecture))
        .isInstanceOf(EmbeddedStoresException.class)
        .hasMessageContaining(system)
        .hasMessageContaining(architecture)
        .hasMessageContaining("docker compose up");
  }

  @ParameterizedTest
  @EnumSource
  void findsItsBinariesOnTheClassPath(Platform platform) {
    assertThat(Platform.class.getResource("/" + platform.postgresArchive())).isNotNull();
    assertThat(platform.redisBinaries())
        .isNotEmpty()
        .allSatisfy(name -> assertThat(Platform.class.getResource("/" + name)).isNotNull());
  }

  @Test
  void runsHere() {
    assertThat(Platform.current()).isNotNull();
  }
}
