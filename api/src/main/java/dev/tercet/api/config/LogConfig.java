package dev.tercet.api.config;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * How the log looks.
 *
 * @param level the least that is told; nothing for what suits the command
 * @param secrets every configured secret, never to be told
 */
public record LogConfig(Format format, Optional<Threshold> level, Set<Secret> secrets) {

  /** The forms of a line. */
  public enum Format {
    TEXT,
    JSON
  }

  /** From what a line must be on to be written. */
  public enum Threshold {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
  }

  static LogConfig of(Values values) {
    return new LogConfig(
        values.choice("tercet.log.format", Format.class), level(values), values.secrets());
  }

  /** In capitals, too: it is read before the configuration by the log itself, which takes both. */
  private static Optional<Threshold> level(Values values) {
    String word = values.text("tercet.log.level");
    if (word == null) {
      return Optional.empty();
    }
    return Optional.of(
        Arrays.stream(Threshold.values())
            .filter(it -> it.name().equalsIgnoreCase(word))
            .findFirst()
            .orElseThrow(
                () -> values.invalid("tercet.log.level", "of error, warn, info, debug, trace")));
  }
}
