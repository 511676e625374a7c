package dev.tercet.api.config;

import java.time.Duration;

/**
 * How files are read.
 *
 * @param readers processes that read, at once
 * @param timeout of one file, from when a reader starts with it
 * @param heapBytes of one reader
 */
public record DocumentsConfig(int readers, Duration timeout, long heapBytes) {
  static DocumentsConfig of(Values values) {
    return new DocumentsConfig(
        (int) values.integer("tercet.documents.readers", 1, 64),
        values.duration("tercet.documents.timeout", "100ms", "10m"),
        values.size("tercet.documents.memory", "64MiB", "64GiB"));
  }
}
