package dev.tercet.testkit.check;

import dev.tercet.saga.Status;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.testkit.check.Snapshot.Call;
import dev.tercet.testkit.check.Snapshot.End;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Names every invariant that does not hold of a {@link Snapshot}. Two of them leave no trace in any
 * store: that everything has a limit (S7), and that no lock is held across a call (S8).
 */
public final class InvariantChecker {
  private static final List<Invariant> ALWAYS =
      List.of(new AuditChecks(), new Versions(), new LeavingChecks(), Agreement::messages);

  private static final Set<End> PAID = Set.of(End.VALID, End.UNKNOWN, End.OPEN);

  private InvariantChecker() {}

  /**
   * What must hold at every moment, whatever is under way or was lost: S2, S3, S5, S9, S11, S12.
   */
  public static List<Violation> always(Snapshot snapshot) {
    return ALWAYS.stream().flatMap(invariant -> invariant.check(snapshot)).toList();
  }

  /**
   * What must hold between any two calls, besides, as long as no store has lost anything: S2, S4.
   */
  public static List<Violation> intact(Snapshot snapshot) {
    return new Intact().check(snapshot).toList();
  }

  /**
   * What must hold between any two calls, besides, as long as nobody writes points who has lost his
   * claim and did not notice: every point has a row, and what must go has a removal row (S11).
   */
  public static List<Violation> accounted(Snapshot snapshot) {
    return new Accounted().check(snapshot).toList();
  }

  /**
   * What must hold, besides, once every worker and recovery has ended its work: S1, S2, S4, S11.
   */
  public static List<Violation> atRest(Snapshot snapshot) {
    return Stream.concat(always(snapshot).stream(), new Agreement().check(snapshot)).toList();
  }

  /**
   * What was paid for more often than S6 allows.
   *
   * @param interruptions how many deaths, unknown outcomes and missed deadlines there were
   */
  public static List<Violation> spend(Snapshot snapshot, int interruptions) {
    record Asked(UUID project, Fingerprint fingerprint) {}
    return paid(snapshot, call -> new Asked(call.project(), call.fingerprint()))
        .flatMap(calls -> paidTooOften(calls, interruptions))
        .toList();
  }

  /**
   * What one extraction paid for more often than its own interruptions allow (S6): every claim that
   * went back to pending is one. Two extractions that ask the same question at the same time in two
   * processes both pay.
   */
  public static List<Violation> spendOfEach(Snapshot snapshot) {
    record Asked(UUID extraction, Fingerprint fingerprint) {}
    Map<UUID, Long> interruptions =
        snapshot.ledger().audit().stream()
            .filter(change -> change.from() == Status.PROCESSING && change.to() == Status.PENDING)
            .collect(Collectors.groupingBy(Snapshot.Change::extraction, Collectors.counting()));
    return paid(snapshot, call -> new Asked(call.extraction(), call.fingerprint()))
        .flatMap(calls -> {
          UUID extraction = calls.getFirst().extraction();
          return paidTooOften(calls, interruptions.getOrDefault(extraction, 0L).intValue());
        })
        .toList();
  }

  private static Stream<List<Call>> paid(Snapshot snapshot, Function<Call, Record> question) {
    return snapshot.ledger().calls().stream()
        .filter(call -> PAID.contains(call.end()))
        .collect(Collectors.groupingBy(question))
        .values()
        .stream();
  }

  private static Stream<Violation> paidTooOften(List<Call> calls, int interruptions) {
    return calls.size() <= 1 + interruptions
        ? Stream.empty()
        : Stream.of(
            new Violation(
                "S6",
                "%d calls for one answer (of %s) with %d interruptions"
                    .formatted(calls.size(), calls.getFirst().extraction(), interruptions)));
  }

  /**
   * What a second recovery right after a clean one changed, though it should plan nothing (S10).
   */
  public static List<Violation> repeated(Snapshot before, Snapshot after) {
    List<Violation> found = new ArrayList<>();
    compare(found, "the audit trail", before, after, snapshot -> snapshot.ledger().audit());
    compare(found, "rows", before, after, snapshot -> snapshot.ledger().extractions());
    compare(found, "passages", before, after, snapshot -> snapshot.ledger().passages());
    compare(found, "removal rows", before, after, snapshot -> snapshot.ledger().removals());
    compare(found, "points", before, after, Snapshot::points);
    compare(found, "messages", before, after, Snapshot::entries);
    return found;
  }

  private static void compare(
      List<Violation> found,
      String what,
      Snapshot before,
      Snapshot after,
      Function<Snapshot, Object> part) {
    if (!part.apply(before).equals(part.apply(after))) {
      found.add(new Violation("S10", "a second recovery changed " + what));
    }
  }
}
