package dev.tercet.embedded.process;

import java.io.IOException;

/** A store that runs as a process of its own. */
public interface StoreServer extends AutoCloseable {
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

  /** What a running one needs now and then. */
  default void tend() throws IOException {}

  @Override
  void close() throws IOException;

  /** Brings a server up. */
  @FunctionalInterface
  interface Start {
    void run() throws IOException;
  }

  /** The server once it is started; what was begun of it is ended when it does not start. */
  static <S extends StoreServer> S started(S server, Start start) throws IOException {
    boolean started = false;
    try {
      start.run();
      started = true;
    } finally {
      if (!started) {
        server.close();
      }
    }
    return server;
  }
}
