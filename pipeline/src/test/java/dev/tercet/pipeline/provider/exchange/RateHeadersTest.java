package dev.tercet.pipeline.provider.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.port.CallRates.Left;
import dev.tercet.saga.port.CallRates.Told;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateHeadersTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Duration TOOK = Duration.ofSeconds(2);

  private static @Nullable Told read(String... namesAndValues) {
    Map<String, List<String>> headers = new TreeMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.put(namesAndValues[i], List.of(namesAndValues[i + 1]));
    }
    return RateHeaders.read(HttpHeaders.of(headers, (_, _) -> true), NOW, TOOK);
  }

  @Test
  void readsOpenAis() {
    assertThat(
            read(
                "X-RateLimit-Limit-Requests", "60",
                "X-RateLimit-Remaining-Requests", "59",
                "X-RateLimit-Reset-Requests", "1s",
                "X-RateLimit-Limit-Tokens", "150000",
                "X-RateLimit-Remaining-Tokens", "149984",
                "X-RateLimit-Reset-Tokens", "6m0s"))
        .isEqualTo(
            new Told(
                new Left(60, 59, Duration.ofSeconds(1)),
                new Left(150_000, 149_984, Duration.ofMinutes(6)),
                TOOK));
  }

  @Test
  void readsAnthropics() {
    assertThat(
            read(
                "anthropic-ratelimit-requests-limit", "50",
                "anthropic-ratelimit-requests-remaining", "0",
                "anthropic-ratelimit-requests-reset", "2026-11-22T12:00:20Z"))
        .isEqualTo(new Told(new Left(50, 0, Duration.ofSeconds(20)), null, TOOK));
  }

  @ParameterizedTest
  @CsvSource({
    "20ms, PT0.02S",
    "17.5s, PT17.5S",
    "1h2m3s, PT1H2M3S",
    "6m0s, PT6M",
    "1m30.951s, PT1M30.951S",
    "1s500ms, PT1.5S"
  })
  void readsTimes(String written, Duration meant) {
    assertThat(read("x-ratelimit-remaining-requests", "1", "x-ratelimit-reset-requests", written))
        .isEqualTo(new Told(new Left(0, 1, meant), null, TOOK));
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 1s",
    "many, 1s",
    "1.5, 1s",
    "99999999999999999999, 1s",
    "'', 1s",
    "1, ''",
    "1, 0s",
    "1, -5s",
    "1, soon",
    "1, 24h",
    "1, 9999h",
    "1, 172800s"
  })
  void readsNothingAbsurd(String remaining, String reset) {
    assertThat(
            read("x-ratelimit-remaining-requests", remaining, "x-ratelimit-reset-requests", reset))
        .isNull();
    assertThat(
            read(
                "anthropic-ratelimit-tokens-remaining",
                remaining,
                "anthropic-ratelimit-tokens-reset",
                reset))
        .isNull();
  }

  @Test
  void readsNothingOfWhatHasEnded() {
    assertThat(
            read(
                "anthropic-ratelimit-tokens-remaining",
                "0",
                "anthropic-ratelimit-tokens-reset",
                "2026-11-22T11:59:59Z"))
        .isNull();
    assertThat(read()).isNull();
  }
}
