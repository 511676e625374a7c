package dev.tercet.testkit.check;

import dev.tercet.saga.Status;
import dev.tercet.testkit.check.Snapshot.Change;
import dev.tercet.testkit.check.Snapshot.Extraction;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The trail tells each extraction's whole life (S9), nobody vanished (S2), epochs grew (S3). */
final class AuditChecks implements Invariant {
  private static final Map<Status, Set<Status>> STEPS =
      Map.of(
          Status.PENDING,
          EnumSet.of(
              Status.QUEUED,
              Status.PROCESSING,
              Status.CANCELLED,
              Status.SUPERSEDED,
              Status.DELETING),
          Status.QUEUED,
          EnumSet.of(Status.PROCESSING, Status.CANCELLED, Status.SUPERSEDED, Status.DELETING),
          Status.PROCESSING,
          EnumSet.of(
              Status.PENDING,
              Status.DONE,
              Status.FAILED,
              Status.CANCELLED,
              Status.SUPERSEDED,
              Status.DELETING),
          Status.DONE,
          EnumSet.of(Status.SUPERSEDED, Status.DELETING),
          Status.FAILED,
          EnumSet.of(Status.PENDING, Status.DELETING),
          Status.CANCELLED,
          EnumSet.of(Status.DELETING),
          Status.SUPERSEDED,
          EnumSet.of(Status.DELETING),
          Status.DELETING,
          EnumSet.of(Status.DELETING)); // a receipt, after which nothing is left

  @Override
  public Stream<Violation> check(Snapshot snapshot) {
    Map<UUID, Extraction> rows =
        snapshot.ledger().extractions().stream()
            .collect(Collectors.toMap(Extraction::id, Function.identity()));
    Map<UUID, List<Change>> trails =
        snapshot.ledger().audit().stream()
            .collect(
                Collectors.groupingBy(Change::extraction, LinkedHashMap::new, Collectors.toList()));
    return Stream.of(
            rows.keySet().stream()
                .filter(id -> !trails.containsKey(id))
                .map(id -> new Violation("S9", id + " has no audit trail")),
            trails.entrySet().stream()
                .filter(trail -> !rows.containsKey(trail.getKey()))
                .filter(trail -> trail.getValue().getLast().to() != Status.DELETING)
                .map(trail -> new Violation("S2", trail.getKey() + " is gone and was not deleted")),
            rows.keySet().stream()
                .filter(id ->
                    trails.getOrDefault(id, List.of()).stream().anyMatch(AuditChecks::isReceipt))
                .map(id -> new Violation("S11", id + " has a receipt and is there")),
            trails.values().stream().flatMap(AuditChecks::steps),
            trails.values().stream().flatMap(AuditChecks::epochs),
            rows.values().stream()
                .filter(row -> trails.containsKey(row.id()))
                .flatMap(row -> ends(row, trails.getOrDefault(row.id(), List.of()).getLast())))
        .flatMap(Function.identity());
  }

  private static boolean isReceipt(Change change) {
    return change.from() == Status.DELETING;
  }

  private static Stream<Violation> steps(List<Change> trail) {
    Stream.Builder<Violation> found = Stream.builder();
    Change first = trail.getFirst();
    if (first.from() != null || first.to() != Status.PENDING) {
      found.add(new Violation("S9", first.extraction() + " does not begin with pending"));
    }
    for (int n = 1; n < trail.size(); n++) {
      Change before = trail.get(n - 1);
      Change change = trail.get(n);
      if (change.at().isBefore(before.at())) {
        found.add(new Violation("S9", change + " was before " + before));
      }
      if (change.from() != before.to()) {
        found.add(
            new Violation(
                "S9",
                "%s went to %s, then from %s to %s: a change has no audit row"
                    .formatted(change.extraction(), before.to(), change.from(), change.to())));
      } else if (!STEPS.getOrDefault(before.to(), Set.of()).contains(change.to())) {
        found.add(
            new Violation(
                "S3",
                "%s went from %s to %s, which no event allows"
                    .formatted(change.extraction(), before.to(), change.to())));
      }
    }
    return found.build();
  }

  private static Stream<Violation> epochs(List<Change> trail) {
    Stream.Builder<Violation> found = Stream.builder();
    Map<Long, UUID> holders = new HashMap<>();
    Set<Long> claimed = new HashSet<>();
    long highest = 0;
    for (Change change : trail) {
      if (change.epoch() < highest) {
        found.add(
            new Violation("S3", change.extraction() + " went back to epoch " + change.epoch()));
      }
      if (change.to() == Status.PROCESSING && !claimed.add(change.epoch())) {
        found.add(
            new Violation("S3", change.extraction() + " was claimed twice at " + change.epoch()));
      }
      UUID worker = change.worker();
      if (worker != null
          && !Objects.equals(holders.computeIfAbsent(change.epoch(), _ -> worker), worker)) {
        found.add(
            new Violation(
                "S3", change.extraction() + " had two holders at epoch " + change.epoch()));
      }
      highest = Math.max(highest, change.epoch());
    }
    return found.build();
  }

  private static Stream<Violation> ends(Extraction row, Change last) {
    Stream.Builder<Violation> found = Stream.builder();
    if (row.status() != last.to()) {
      found.add(
          new Violation(
              "S9", "%s is %s, its trail ends %s".formatted(row.id(), row.status(), last.to())));
    }
    if (row.epoch() != last.epoch()) {
      found.add(
          new Violation(
              "S3",
              "%s has epoch %d, its trail %d".formatted(row.id(), row.epoch(), last.epoch())));
    }
    return found.build();
  }
}
