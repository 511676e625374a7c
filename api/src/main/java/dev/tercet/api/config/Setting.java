package dev.tercet.api.config;

/**
 * One value as written, and where.
 *
 * @param written the text with the white space around it, empty for unset
 * @param origin for a person, such as {@code TERCET_PORT} or {@code tercet.yml}
 * @param explicit false for a default
 */
record Setting(String written, String origin, boolean explicit) {
  /** Without the white space around it, which stands there by accident but for a few. */
  String value() {
    return written.strip();
  }
}
