package dev.tercet.pipeline.provider.exchange;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads how long a provider wants to be left alone: the header {@code Retry-After} (RFC 9110
 * section 10.2.3: seconds, or an HTTP date), or {@code retryDelay} of an error's details.
 */
final class RetryAfter {
  /** A longer time is not believed: plans that count by day name the rest of the day. */
  static final Duration LONGEST = Duration.ofHours(24);

  private static final Pattern DELAY =
      Pattern.compile("\"retryDelay\"\\s*:\\s*\"(\\d{1,6})(?:\\.(\\d{1,3}))?\\d*s\"");

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

  /** What Google's error details say; null when there is nothing of that kind. */
  static @Nullable Duration inBody(String body) {
    Matcher found = DELAY.matcher(body);
    if (!found.find()) {
      return null;
    }
    Duration seconds = Duration.ofSeconds(Long.parseLong(found.group(1)));
    Duration delay = found.group(2) == null ? seconds : seconds.plusSeconds(1);
    return delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
  }

  private static Instant httpDate(String value) {
    return ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
  }
}
