package dev.tercet.storage.postgres.session;

import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.jdbc.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether a free lock and a stale heartbeat say that a process is dead (docs/protocol.md §7).
 * Whatever cut this process off from the database may have cut off the workers, too, and freed
 * their locks: so neither counts within one lease of the server's start, of this process losing and
 * regaining the server, or of meeting another one (a standby that took over).
 */
public final class LivenessSigns {
  private static final Query SERVER =
      Query.of(
          """
          SELECT pg_postmaster_start_time(),
                 clock_timestamp() - pg_postmaster_start_time() > :lease * interval '1 millisecond'
          """);

  private final LongSupplier nanos;
  private @Nullable Instant server;
  private boolean lost;
  private @Nullable Long regainedAt;

  /**
   * @param nanos a clock that never goes back, in nanoseconds
   */
  public LivenessSigns(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** A call failed for want of the database. Before the first that succeeds it means nothing. */
  public synchronized void lost() {
    lost = server != null;
  }

  /** Whether the signs count for what is asked next on this connection. */
  boolean count(Connection connection, Duration lease) throws SQLException {
    return SERVER
        .with("lease", lease.toMillis())
        .one(connection, row -> met(Rows.instant(row, 1), lease) && row.getBoolean(2));
  }

  /**
   * A server answered that started then; true when this process has had it for longer than that.
   */
  synchronized boolean met(Instant started, Duration lease) {
    if (lost || (server != null && !server.equals(started))) {
      regainedAt = nanos.getAsLong();
    }
    lost = false;
    server = started;
    return regainedAt == null || nanos.getAsLong() - regainedAt > lease.toNanos();
  }
}
