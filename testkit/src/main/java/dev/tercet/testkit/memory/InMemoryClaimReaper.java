package dev.tercet.testkit.memory;

import dev.tercet.saga.ReleaseCause;
import dev.tercet.saga.SagaState.Processing;
import dev.tercet.saga.port.ClaimReaper;
import dev.tercet.testkit.memory.table.Row;
import dev.tercet.testkit.memory.table.SessionEnd;
import dev.tercet.testkit.memory.table.SessionRow;
import dev.tercet.testkit.memory.table.Tables;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Ends dead sessions and takes claims back. */
final class InMemoryClaimReaper implements ClaimReaper {
  private final Tables tables;
  private final SessionEnd ending;

  InMemoryClaimReaper(Tables tables) {
    this.tables = tables;
    ending = new SessionEnd(tables);
  }

  @Override
  public List<SeenSession> sessions(Duration lease) {
    return tables.transact(() -> open().map(row -> seen(row, lease)).toList());
  }

  private Stream<SessionRow> open() {
    return List.copyOf(tables.sessions.values()).stream().filter(SessionRow::open);
  }

  private SeenSession seen(SessionRow row, Duration lease) {
    boolean signsCount = ending.signsCount(lease);
    long claims = tables.rows.values().stream().filter(it -> holds(row.id(), it)).count();
    return new SeenSession(
        row.id(),
        row.worker(),
        row.openedAt(),
        row.heartbeat(),
        signsCount && !row.locked(),
        signsCount && row.isStale(lease, tables.now()),
        (int) claims);
  }

  private static boolean holds(UUID session, Row row) {
    return row.state() instanceof Processing held && held.session().equals(session);
  }

  @Override
  public Optional<Ended> end(UUID session, Duration lease, int maxCrashes) {
    return tables.transact(() ->
        Optional.ofNullable(tables.sessions.get(session))
            .flatMap(row -> ending.cause(row, lease))
            .map(cause -> ending.end(session, cause, maxCrashes)));
  }

  @Override
  public List<Ended> endAllBut(Collection<UUID> own, int maxCrashes) {
    Set<UUID> spared = Set.copyOf(own);
    return tables.transact(() ->
        open()
            .map(SessionRow::id)
            .filter(id -> !spared.contains(id))
            .map(id -> ending.end(id, ReleaseCause.CRASHED, maxCrashes))
            .toList());
  }

  @Override
  public int releaseAbandoned(int limit) {
    return tables.transact(() ->
        released(
            ending.release(
                held -> open().noneMatch(row -> row.id().equals(held.session())),
                ReleaseCause.DRAINED,
                Integer.MAX_VALUE,
                limit)));
  }

  @Override
  public int releaseHung(int limit) {
    return tables.transact(() ->
        released(
            ending.release(
                held -> held.deadline().isBefore(tables.now()),
                ReleaseCause.DEADLINE_PASSED,
                Integer.MAX_VALUE,
                limit)));
  }

  @Override
  public int endQuestions(int limit) {
    return tables.transact(() -> tables.spend.endQuestions(tables.now(), limit));
  }

  private static int released(Ended ended) {
    return ended.released() + ended.parked();
  }
}
