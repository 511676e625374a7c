package dev.tercet.saga.port;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Runs of worker processes: who is alive, and who is not (docs/protocol.md §7). */
public interface WorkerSessions {

  /**
   * What a session says of itself: shown by {@code GET /workers}.
   *
   * @param cut the name of the cut by which it makes passages; empty when it makes none
   */
  record Worker(String host, long pid, String version, int concurrency, String cut) {

    /** One that makes no passages. */
    public Worker(String host, long pid, String version, int concurrency) {
      this(host, pid, version, concurrency, "");
    }
  }

  /** Registers a session with its row, its heartbeat and its advisory lock. */
  Session open(Worker worker, Duration lease);

  /**
   * The same for a process that found its former session closed. If the end of that one was counted
   * as a crash, the process living on proves that it was none: the crash is taken back from every
   * extraction whose present count has it, and those that it parked are pending again. Attempts
   * stay counted. Safe to call again.
   */
  Session reopen(UUID former, Worker worker, Duration lease);

  /** One run of one worker process. Closing it is a drain: its claims are released, uncounted. */
  interface Session extends AutoCloseable {
    /** Its random id, named by every claim. */
    UUID id();

    /**
     * Beats on the database's clock and, if the advisory lock was lost while the row is open, takes
     * it again. False when the row is closed or gone: the process must drop all its work and
     * register anew.
     */
    boolean beat();

    /** The claims that Postgres says this session holds. */
    List<Held> held();

    @Override
    void close();
  }

  /** A claim as the ledger has it, and since when. */
  record Held(UUID extraction, long epoch, Instant since) {}
}
