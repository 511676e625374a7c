package dev.tercet.embedded;

import java.io.IOException;

/** A store that runs as a process of its own. */
interface StoreServer extends AutoCloseable {
  /** Its name for a person. */
  String name();

  /** Whether its process runs, or another proves that it is the same. */
  boolean runs() throws IOException;

  /**
   * Starts it again on the same port and the same data; to be called when it does not run.
   *
   * @throws EmbeddedStoresException when it does not start
   */
  void revive() throws IOException;

  @Override
  void close() throws IOException;
}
