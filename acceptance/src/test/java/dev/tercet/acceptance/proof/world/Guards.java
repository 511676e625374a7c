package dev.tercet.acceptance.proof.world;

import dev.tercet.saga.Claim;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.ClaimReaper.SeenSession;
import dev.tercet.saga.port.ClosingStore.Closed;
import dev.tercet.saga.port.ClosingStore.Closing;
import dev.tercet.saga.port.ExtractionStore.Completion;
import dev.tercet.saga.queue.Delivery;
import dev.tercet.saga.queue.Hint;
import dev.tercet.testkit.check.Snapshot.Change;
import dev.tercet.testkit.check.Snapshot.Extraction;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Stands before a port of the ledger: whoever was let through named the status, the epoch and the
 * session that stood there (S3), only the dead were ended, and claims joined open sessions
 * (docs/protocol.md §7).
 */
record Guards(Stores stores, Duration lease, Consumer<String> alarm) {

  <T> T before(Class<T> port, T store) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (_, method, arguments) -> {
              Object first = arguments == null ? null : arguments[0];
              boolean taken = method.getName().equals("claimTaken");
              boolean claiming = taken || method.getName().equals("claim");
              boolean ending = method.getName().equals("end");
              @Nullable Claim held = held(first);
              Map<UUID, Extraction> rows = claiming || held != null ? rows() : Map.of();
              List<SeenSession> sessions =
                  claiming || ending ? stores.reaper().sessions(lease) : List.of();
              Object result;
              try {
                result = method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
              if (held != null && tookEffect(result)) {
                check(method.getName(), held, rows.get(held.extraction()));
              }
              if (claiming && result instanceof List<?> claims) {
                claims.forEach(it -> checkClaim((Claim) it, hints((Collection<?>) first), rows));
                claims.forEach(it -> checkSession((Claim) it, sessions));
              }
              if (taken && result instanceof List<?> claims) {
                checkHistory(claims);
              }
              if (ending && result instanceof Optional<?> ended && ended.isPresent()) {
                checkEnd(sessions, first);
              }
              return result;
            }));
  }

  private Map<UUID, Extraction> rows() {
    return stores.inspect().extractions().stream()
        .collect(Collectors.toMap(Extraction::id, Function.identity()));
  }

  private static @Nullable Claim held(@Nullable Object first) {
    return switch (first) {
      case Claim claim -> claim;
      case Closing closing -> closing.claim();
      case null, default -> null;
    };
  }

  private static boolean tookEffect(@Nullable Object result) {
    return Boolean.TRUE.equals(result)
        || (result instanceof Closed.Ended(var completion, _) && tookEffect(completion))
        || result == Completion.DONE
        || result == Completion.SUPERSEDED;
  }

  private void check(String act, Claim claim, @Nullable Extraction row) {
    boolean ended =
        row != null
            && row.status() == Status.DONE
            && Set.of("complete", "completeWithout", "close").contains(act);
    if (row == null
        || (row.status() != Status.PROCESSING && !ended)
        || row.epoch() != claim.epoch()
        || !claim.session().equals(row.session())) {
      alarm.accept("S3: " + act + " of " + claim + " was let through, the row was " + row);
    }
  }

  private static List<?> hints(@Nullable Collection<?> asked) {
    return asked == null
        ? List.of()
        : asked.stream().map(it -> it instanceof Delivery message ? message.hint() : it).toList();
  }

  /** Whatever a message brought was queued before it was claimed (S9). */
  private void checkHistory(List<?> claims) {
    Map<UUID, Change> last =
        stores.inspect().audit().stream()
            .collect(
                Collectors.toMap(Change::extraction, Function.identity(), (_, later) -> later));
    for (Object it : claims) {
      Claim claim = (Claim) it;
      Change change = last.get(claim.extraction());
      if (change != null && change.epoch() == claim.epoch() && change.from() != Status.QUEUED) {
        alarm.accept("S9: a message brought " + claim + ", and it was never queued: " + change);
      }
    }
  }

  private void checkClaim(Claim claim, List<?> hints, Map<UUID, Extraction> rows) {
    Extraction row = rows.get(claim.extraction());
    boolean waited =
        row != null && (row.status() == Status.PENDING || row.status() == Status.QUEUED);
    if (row == null
        || !waited
        || !hints.contains(new Hint(row.id(), row.epoch()))
        || claim.epoch() <= row.epoch()) {
      alarm.accept("S3: " + claim + " was won by " + hints + ", the row was " + row);
    }
  }

  private void checkSession(Claim claim, List<SeenSession> open) {
    if (open.stream().noneMatch(it -> it.id().equals(claim.session()))) {
      alarm.accept("section 7: " + claim + " was won in a session that was not open");
    }
  }

  private void checkEnd(List<SeenSession> sessions, @Nullable Object session) {
    if (sessions.stream()
        .filter(it -> it.id().equals(session))
        .noneMatch(it -> it.lockFree() || it.stale())) {
      alarm.accept("S3: session " + session + " was ended and lived");
    }
  }
}
