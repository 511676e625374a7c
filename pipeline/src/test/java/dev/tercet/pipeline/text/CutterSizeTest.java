package dev.tercet.pipeline.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Hostile sizes end in seconds: the limits are a hundred times what a linear pass needs. */
class CutterSizeTest {
  private static final int FIVE_MILLION = 5_000_000;

  private static long count(String text) {
    return Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(60), () -> new Cutter(1_000).stream(text).count());
  }

  @Test
  void walksALineWithoutSpaces() {
    assertThat(count("a".repeat(FIVE_MILLION))).isBetween(5_000L, 26_000L);
    assertThat(count("界".repeat(FIVE_MILLION))).isBetween(5_000L, 26_000L);
  }

  @Test
  void walksNothingButNewlines() {
    assertThat(count("\n".repeat(FIVE_MILLION))).isZero();
    assertThat(count("a" + "\r\n".repeat(FIVE_MILLION / 2) + "b")).isEqualTo(2);
  }

  @Test
  void walksNothingButHeadingsOrNumberSigns() {
    assertThat(count("# h\n".repeat(FIVE_MILLION / 4))).isBetween(5_000L, 26_000L);
    assertThat(count("#".repeat(FIVE_MILLION))).isBetween(5_000L, 26_000L);
    assertThat(count("# " + "x ".repeat(FIVE_MILLION / 2))).isBetween(5_000L, 26_000L);
  }

  @Test
  void walksADocumentOfTwentyThousandPassagesOneByOne() {
    String paragraph = "The quick brown fox jumps over the lazy dog. ".repeat(20).strip();
    assertThat(count((paragraph + "\n\n").repeat(25_000))).isEqualTo(25_000);
  }
}
