package dev.tercet.storage.postgres.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Opens connections that lead straight to the server, past any pool or pooler, and stay open as
 * long as their holder lives. They must have TCP keepalive (or a socket time-out) below the lease,
 * so that the server frees the lock of a machine that has vanished.
 */
@FunctionalInterface
public interface DirectConnections {
  /** A new connection. */
  Connection open() throws SQLException;
}
