package dev.tercet.testkit.memory;

import dev.tercet.saga.ReleaseCause;
import dev.tercet.saga.SagaEvent;
import dev.tercet.saga.SagaState.Processing;
import dev.tercet.saga.WorkerSessions;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Worker sessions: a row, a heartbeat on the ledger's clock, and a lock that is a flag. */
final class InMemoryWorkerSessions implements WorkerSessions {
  private final Tables tables;

  InMemoryWorkerSessions(Tables tables) {
    this.tables = tables;
  }

  @Override
  public Session open(Worker worker, Duration lease) {
    UUID id = UUID.randomUUID();
    tables.transact(
        () -> tables.sessions.put(id, new SessionRow(id, worker, lease, tables.now(), true, true)));
    return new Handle(id);
  }

  /** The process or its connection ended: the server frees the lock, and the row stays open. */
  void unlock(UUID session) {
    tables.transact(() -> tables.sessions.computeIfPresent(session, (_, row) -> row.unlocked()));
  }

  /**
   * Ends the session when it is dead, by its free lock or its stale heartbeat, and gives its claims
   * back; false when it is alive or closed already.
   */
  boolean endIfDead(UUID session, int maxCrashes) {
    return tables.transact(() -> {
      SessionRow row = tables.sessions.get(session);
      if (row == null || !row.open() || (row.locked() && !row.isStale(tables.now()))) {
        return false;
      }
      end(session, row.locked() ? ReleaseCause.LEASE_EXPIRED : ReleaseCause.CRASHED, maxCrashes);
      return true;
    });
  }

  private void end(UUID session, ReleaseCause cause, int maxCrashes) {
    tables.sessions.computeIfPresent(session, (_, row) -> row.closed());
    List<Row> held = tables.rows.values().stream().filter(row -> holds(session, row)).toList();
    held.forEach(row ->
        tables.move(
            row.id(),
            new SagaEvent.Released(
                row.state().progress().epoch(),
                session,
                cause,
                maxCrashes,
                row.document().maxAttempts())));
  }

  private static boolean holds(UUID session, Row row) {
    return row.state() instanceof Processing held && held.session().equals(session);
  }

  private final class Handle implements Session {
    private final UUID id;

    Handle(UUID id) {
      this.id = id;
    }

    @Override
    public UUID id() {
      return id;
    }

    @Override
    public boolean beat() {
      return tables.transact(() -> {
        SessionRow row = tables.sessions.get(id);
        if (row == null || !row.open()) {
          return false;
        }
        tables.sessions.put(id, row.beating(tables.now()));
        return true;
      });
    }

    @Override
    public List<Held> held() {
      return tables.transact(() ->
          tables.rows.values().stream()
              .flatMap(row ->
                  row.state() instanceof Processing held && held.session().equals(id)
                      ? Stream.of(new Held(row.id(), held.progress().epoch(), held.since()))
                      : Stream.empty())
              .toList());
    }

    @Override
    public void close() {
      tables.transact(() -> {
        SessionRow row = tables.sessions.get(id);
        if (row != null && row.open()) {
          end(id, ReleaseCause.DRAINED, Tables.MAX_CRASHES);
        }
        return true;
      });
    }
  }
}
