package dev.tercet.saga.time;

import java.time.Duration;

/** Which of two durations counts. */
public final class Durations {
  private Durations() {}

  public static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  public static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
