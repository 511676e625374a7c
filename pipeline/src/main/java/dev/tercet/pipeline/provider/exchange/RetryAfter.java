package dev.tercet.pipeline.provider.exchange;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Reads the header {@code Retry-After} (RFC 9110 section 10.2.3): seconds, or an HTTP date. */
final class RetryAfter {
  /** A longer time is not believed. */
  static final Duration LONGEST = Duration.ofHours(1);

  private RetryAfter() {}

  /** The time to wait; null when the header is absent or says nothing that can be understood. */
  static @Nullable Duration parse(@Nullable String header, Instant now) {
    if (header == null) {
      return null;
    }
    String value = header.strip();
    try {
      Duration wait =
          !value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9')
              ? Duration.ofSeconds(Long.parseLong(value))
              : Duration.between(now, httpDate(value));
      if (wait.isNegative()) {
        return Duration.ZERO;
      }
      return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    } catch (NumberFormatException e) {
      return LONGEST; // more digits than a long holds
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static Instant httpDate(String value) {
    return ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
  }
}
