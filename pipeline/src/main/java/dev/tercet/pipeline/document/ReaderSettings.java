package dev.tercet.pipeline.document;

import java.time.Duration;

/**
 * How files are read.
 *
 * @param classPath of the reader's program, as the JVM takes it
 * @param readers processes at once
 * @param timeout of one file, from when a reader starts with it
 * @param patience the longest that a file waits for a reader
 * @param heapBytes of one reader
 * @param textBytes the longest text, in UTF-8
 */
public record ReaderSettings(
    String classPath,
    int readers,
    Duration timeout,
    Duration patience,
    long heapBytes,
    int textBytes) {

  /** What a reader's process may take beyond its heap: code, stacks, buffers. */
  static final long BESIDE_THE_HEAP_BYTES = 384L << 20;

  /** What it may write into its folder for temporary files. */
  static final long MOST_DISK_BYTES = 1L << 30;
}
