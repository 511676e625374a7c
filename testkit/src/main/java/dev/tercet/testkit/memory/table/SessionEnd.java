package dev.tercet.testkit.memory.table;

import dev.tercet.saga.ReleaseCause;
import dev.tercet.saga.SagaEvent;
import dev.tercet.saga.SagaState.Processing;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.ClaimReaper.Ended;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Who is dead, and what becomes of the claims of a session that ends (docs/protocol.md §7). */
public final class SessionEnd {
  private final Tables tables;

  public SessionEnd(Tables tables) {
    this.tables = tables;
  }

  /**
   * Neither sign counts within one lease of the server's start, when every lock was freed, or of
   * recovery regaining it.
   */
  public boolean signsCount(Duration lease) {
    Instant latest = tables.now().minus(lease);
    return isBefore(tables.startedAt, latest) && isBefore(tables.regainedAt, latest);
  }

  private static boolean isBefore(@Nullable Instant moment, Instant latest) {
    return moment == null || moment.isBefore(latest);
  }

  /** Why that open session is to be ended; empty when it lives, or when no sign counts yet. */
  public Optional<ReleaseCause> cause(SessionRow row, Duration lease) {
    if (!row.open() || !signsCount(lease)) {
      return Optional.empty();
    }
    if (!row.locked()) {
      return Optional.of(ReleaseCause.CRASHED);
    }
    return row.isStale(lease, tables.now())
        ? Optional.of(ReleaseCause.LEASE_EXPIRED)
        : Optional.empty();
  }

  /** Closes the row and gives the session's claims back. */
  public Ended end(UUID session, ReleaseCause cause, int maxCrashes) {
    tables.sessions.computeIfPresent(session, (_, row) -> row.closed());
    return release(held -> held.session().equals(session), cause, maxCrashes, Integer.MAX_VALUE);
  }

  /** Takes back the crashes that the end of that session counted, where they still count. */
  public void takeBack(UUID session) {
    List.copyOf(tables.crashedIn.entrySet()).stream()
        .filter(entry -> entry.getValue().contains(session))
        .filter(entry -> tables.move(entry.getKey(), new SagaEvent.CrashTakenBack()).isPresent())
        .forEach(entry -> entry.getValue().remove(session));
  }

  /** Takes back at most {@code limit} of the claims that are so, by id. */
  public Ended release(Predicate<Processing> which, ReleaseCause cause, int maxCrashes, int limit) {
    List<Row> claims =
        tables.rows.values().stream()
            .filter(row -> row.state() instanceof Processing held && which.test(held))
            .filter(row -> tables.isLiving(row.document().project()))
            .sorted(InScope.BY_ID)
            .limit(limit)
            .toList();
    List<Status> freed =
        claims.stream()
            .flatMap(row -> release(row, cause, maxCrashes).stream())
            .map(row -> row.state().status())
            .toList();
    int parked = (int) freed.stream().filter(Status.FAILED::equals).count();
    return new Ended(cause, freed.size() - parked, parked);
  }

  private Optional<Row> release(Row row, ReleaseCause cause, int maxCrashes) {
    return row.state() instanceof Processing held
        ? tables.move(
            row.id(),
            new SagaEvent.Released(
                held.progress().epoch(),
                held.session(),
                cause,
                maxCrashes,
                row.document().maxAttempts()))
        : Optional.empty();
  }
}
