package dev.tercet.saga.port;

import java.util.UUID;

/**
 * A worker session that is closed or unknown wanted to claim: its process must register anew
 * (docs/protocol.md §7).
 */
public final class SessionClosedException extends RuntimeException {

  public SessionClosedException(UUID session) {
    super("worker session " + session + " is not open");
  }
}
