package dev.tercet.cli.bench.count;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {

  @Test
  void findsTheNearestRank() {
    Latencies hundred =
        Latencies.of(IntStream.rangeClosed(1, 100).mapToObj(Duration::ofMillis).toList());

    assertThat(hundred.percentile(0.5)).isEqualTo(Duration.ofMillis(50));
    assertThat(hundred.percentile(0.99)).isEqualTo(Duration.ofMillis(99));
    assertThat(hundred.percentile(1)).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void sortsWhatComesInAnyOrder() {
    Latencies three =
        Latencies.of(List.of(Duration.ofMillis(9), Duration.ofMillis(1), Duration.ofMillis(5)));

    assertThat(three.percentile(0.5)).isEqualTo(Duration.ofMillis(5));
    assertThat(three.percentile(0.01)).isEqualTo(Duration.ofMillis(1));
  }

  @Test
  void isWrittenInMillisecondsToATenth() {
    assertThat(Latencies.of(List.of(Duration.ofNanos(1_260_000))).json().toString())
        .isEqualTo("{\"p50\":1.3,\"p95\":1.3,\"p99\":1.3,\"max\":1.3}");
  }

  @Test
  void isZeroWhenThereAreNone() {
    assertThat(Latencies.of(List.of()).percentile(0.5)).isZero();
  }
}
