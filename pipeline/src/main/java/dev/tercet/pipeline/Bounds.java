package dev.tercet.pipeline;

import java.time.Duration;

/** Refuses settings outside their bounds, naming them. */
public final class Bounds {
  private Bounds() {}

  /** Throws {@link IllegalArgumentException} unless {@code least <= value <= most}. */
  public static void between(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s must be from %d to %d, not %d".formatted(name, least, most, value));
    }
  }

  /** Throws {@link IllegalArgumentException} unless {@code least <= value <= most}. */
  public static void between(String name, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "%s must be from %s to %s, not %s".formatted(name, least, most, value));
    }
  }
}
