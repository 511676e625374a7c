package dev.tercet.api.config;

/**
 * A value that never appears in a log, an error or a dump.
 *
 * @param value the secret itself
 */
public record Secret(String value) {
  @Override
  public String toString() {
    return "***";
  }
}
