package dev.tercet.pipeline.document;

/** Takes the text out of files. */
@FunctionalInterface
public interface DocumentReader {
  /**
   * Reads one file; blocks until it is read or cannot be.
   *
   * @throws InterruptedException when the calling thread was interrupted, because nobody wants the
   *     text any more; what was done for it has been stopped
   * @throws java.io.UncheckedIOException when the file's own bytes cannot be had
   */
  ReadOutcome read(DocumentFile file) throws InterruptedException;
}
