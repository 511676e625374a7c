package dev.tercet.testkit.memory;

import dev.tercet.saga.ReleaseCause;
import dev.tercet.saga.SagaState.Processing;
import dev.tercet.saga.port.WorkerSessions;
import dev.tercet.testkit.memory.table.SessionEnd;
import dev.tercet.testkit.memory.table.SessionRow;
import dev.tercet.testkit.memory.table.Tables;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Worker sessions: a row, a heartbeat on the ledger's clock, and a lock that is a flag. */
final class InMemoryWorkerSessions implements WorkerSessions {
  private final Tables tables;
  private final SessionEnd ending;

  InMemoryWorkerSessions(Tables tables) {
    this.tables = tables;
    ending = new SessionEnd(tables);
  }

  @Override
  public Session open(Worker worker, Duration lease) {
    UUID id = UUID.randomUUID();
    tables.transact(() -> {
      Instant now = tables.now();
      return tables.sessions.put(id, new SessionRow(id, worker, lease, now, now, true, true));
    });
    return new Handle(id);
  }

  @Override
  public Session reopen(UUID former, Worker worker, Duration lease) {
    tables.transact(() -> {
      ending.takeBack(former);
      return true;
    });
    return open(worker, lease);
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
    return tables.transact(() ->
        Optional.ofNullable(tables.sessions.get(session))
            .flatMap(row -> ending.cause(row, row.lease()))
            .map(cause -> ending.end(session, cause, maxCrashes))
            .isPresent());
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
          ending.end(id, ReleaseCause.DRAINED, Tables.MAX_CRASHES);
        }
        return true;
      });
    }
  }
}
