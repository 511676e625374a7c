package dev.tercet.api.config;

/**
 * One value as written, and where.
 *
 * @param value the text, empty for unset
 * @param origin for a person, such as {@code TERCET_PORT} or {@code tercet.yml}
 * @param explicit false for a default
 */
record Setting(String value, String origin, boolean explicit) {}
