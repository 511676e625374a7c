package dev.tercet.storage.postgres.jdbc;

import dev.tercet.saga.port.StoreBusyException;
import dev.tercet.saga.port.StoreFullException;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.port.StoreUnavailableException.Store;
import dev.tercet.storage.batch.FlushFault;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** A failure of Postgres that is not the fault of the data, with what it says about the writes. */
public final class PostgresFailure extends RuntimeException {
  /** A statement that took too long. */
  private static final String CANCELED = "57014";

  private static final String DISK_FULL = "53100";

  private final FlushFault fault;

  private PostgresFailure(FlushFault fault, SQLException cause) {
    super(cause.getMessage(), cause);
    this.fault = fault;
  }

  /**
   * What {@code failure} means by its SQLSTATE: refused data (classes 22 and 23, and 54, a limit
   * that a value exceeds) is an {@link IllegalArgumentException}.
   *
   * @param lost what a lost connection means at this moment
   */
  public static RuntimeException of(SQLException failure, FlushFault lost) {
    String state = failure.getSQLState() == null ? "" : failure.getSQLState();
    String family = state.length() < 2 ? "" : state.substring(0, 2);
    return switch (family) {
      case "22", "23", "54" -> refused(failure);
      case "40" ->
          new PostgresFailure(state.equals("40003") ? lost : FlushFault.NOTHING_DONE, failure);
      case "53", "55" -> new PostgresFailure(FlushFault.NOTHING_DONE, failure);
      case "", "08", "57", "58", "XX" -> new PostgresFailure(lost, failure);
      case "25" -> new PostgresFailure(ofTransactionState(state), failure);
      default -> new PostgresFailure(FlushFault.FATAL, failure);
    };
  }

  /**
   * A standby refuses to write, and a transaction that paused for too long was rolled back by the
   * server with its session, whatever the next statement was, a commit included.
   */
  private static FlushFault ofTransactionState(String state) {
    return switch (state) {
      case "25006", "25P03", "25P04" -> FlushFault.NOTHING_DONE;
      default -> FlushFault.FATAL;
    };
  }

  /** The server's details quote the row, which may hold a customer's text: they are left out. */
  private static IllegalArgumentException refused(SQLException failure) {
    String message = "Postgres refused the data";
    if (failure instanceof PSQLException told) {
      ServerErrorMessage said = told.getServerErrorMessage();
      if (said != null) {
        message += ": " + said.getMessage();
      }
    }
    SQLException bare = new SQLException(message, failure.getSQLState());
    bare.setStackTrace(failure.getStackTrace());
    return new IllegalArgumentException(message, bare);
  }

  /** Whether the server was not reached or left, rather than busy with others. */
  boolean isLoss() {
    String state = state();
    boolean busy = state.startsWith("40") || state.startsWith("55") || state.equals(CANCELED);
    return switch (fault) {
      case NOTHING_DONE, UNKNOWN -> !busy;
      case REJECTED, FATAL -> false;
    };
  }

  /** Whether the statement was ended because it took too long. */
  boolean isCanceled() {
    return state().equals(CANCELED);
  }

  /** Whether the pool had no connection to give in time, though connecting had not failed. */
  boolean isWantOfConnections() {
    return getCause() instanceof SQLTransientConnectionException waited
        && waited.getCause() == null
        && state().isEmpty();
  }

  private String state() {
    String state = getCause() instanceof SQLException cause ? cause.getSQLState() : null;
    return state == null ? "" : state;
  }

  public FlushFault fault() {
    return fault;
  }

  /**
   * A server that is away for now, by {@code reason}; the SQLSTATE of the failure, or of what it
   * comes from, may say that its disk is full.
   */
  public static StoreUnavailableException away(String reason, Exception failure) {
    return away(reason, stateOf(failure), failure);
  }

  private static @Nullable String stateOf(@Nullable Throwable failure) {
    Throwable each = failure;
    while (each != null && !(each instanceof SQLException)) {
      each = each.getCause();
    }
    return each instanceof SQLException told ? told.getSQLState() : null;
  }

  private static StoreUnavailableException away(
      String reason, @Nullable String state, Exception cause) {
    return DISK_FULL.equals(state)
        ? new StoreFullException(Store.POSTGRES, reason, cause)
        : new StoreUnavailableException(Store.POSTGRES, reason, cause);
  }

  /** What a caller gets. */
  public RuntimeException explained() {
    if (isWantOfConnections()) {
      return new StoreBusyException(
          Store.POSTGRES, "all connections to Postgres are in use: " + getMessage(), this);
    }
    return switch (fault) {
      case NOTHING_DONE, UNKNOWN ->
          away("Postgres is not available: " + getMessage(), state(), this);
      case REJECTED, FATAL ->
          new IllegalStateException("Postgres refused a statement: " + getMessage(), this);
    };
  }
}
