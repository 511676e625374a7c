package dev.tercet.pipeline.provider.exchange;

import dev.tercet.saga.port.CallRates.Left;
import dev.tercet.saga.port.CallRates.Told;
import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what an answer says is left of the provider's own limits: {@code x-ratelimit-*} as OpenAI
 * sends them, with times such as {@code 6m0s}, and {@code anthropic-ratelimit-*}, with instants.
 * What is no number, negative, or says nothing of when it ends within a day is not read.
 */
final class RateHeaders {
  private static final Duration LONGEST_RESET = Duration.ofDays(1);
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,15}");
  private static final Pattern TIME =
      Pattern.compile(
          "(?:([0-9]{1,4})h)?(?:([0-9]{1,6})m(?!s))?(?:([0-9]{1,8}(?:\\.[0-9]{1,9})?)s)?"
              + "(?:([0-9]{1,9}(?:\\.[0-9]{1,6})?)ms)?");

  private final HttpHeaders headers;
  private final Instant now;

  private RateHeaders(HttpHeaders headers, Instant now) {
    this.headers = headers;
    this.now = now;
  }

  /**
   * What the headers say.
   *
   * @param took how long the call lasted
   * @return null when they say nothing
   */
  static @Nullable Told read(HttpHeaders headers, Instant now, Duration took) {
    var read = new RateHeaders(headers, now);
    Left requests = read.left("requests");
    Left tokens = read.left("tokens");
    return requests == null && tokens == null ? null : new Told(requests, tokens, took);
  }

  private @Nullable Left left(String kind) {
    Left openAi =
        left(
            "x-ratelimit-limit-" + kind,
            "x-ratelimit-remaining-" + kind,
            time("x-ratelimit-reset-" + kind));
    String anthropic = "anthropic-ratelimit-" + kind;
    return openAi == null
        ? left(anthropic + "-limit", anthropic + "-remaining", instant(anthropic + "-reset"))
        : openAi;
  }

  private @Nullable Left left(String limit, String remaining, @Nullable Duration reset) {
    OptionalLong left = number(remaining);
    return left.isEmpty()
            || reset == null
            || !reset.isPositive()
            || reset.compareTo(LONGEST_RESET) >= 0
        ? null
        : new Left(number(limit).orElse(0), left.getAsLong(), reset);
  }

  private OptionalLong number(String name) {
    String value = value(name);
    return NUMBER.matcher(value).matches()
        ? OptionalLong.of(Long.parseLong(value))
        : OptionalLong.empty();
  }

  private @Nullable Duration time(String name) {
    String value = value(name);
    Matcher time = TIME.matcher(value);
    if (value.isEmpty() || !time.matches()) {
      return null;
    }
    double seconds =
        part(time, 1) * 3_600 + part(time, 2) * 60 + part(time, 3) + part(time, 4) / 1_000;
    return Duration.ofNanos((long) (seconds * 1e9));
  }

  private static double part(Matcher time, int group) {
    String part = time.group(group);
    return part == null ? 0 : Double.parseDouble(part);
  }

  private @Nullable Duration instant(String name) {
    try {
      return Duration.between(now, Instant.parse(value(name)));
    } catch (DateTimeException e) {
      return null; // absent, or no instant
    }
  }

  private String value(String name) {
    return headers.firstValue(name).orElse("").strip();
  }
}
