package dev.tercet.testkit.check;

import dev.tercet.saga.Status;
import dev.tercet.testkit.check.Snapshot.Extraction;
import dev.tercet.testkit.check.Snapshot.Recorded;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What leaves has somebody who sees to it (S11), and nothing is recorded twice (S5). */
final class LeavingChecks implements Invariant {

  @Override
  public Stream<Violation> check(Snapshot snapshot) {
    Snapshot.Ledger ledger = snapshot.ledger();
    Set<UUID> withPoints =
        ledger.passages().stream()
            .filter(passage -> passage.embeddingId() != null)
            .map(Recorded::extraction)
            .collect(Collectors.toSet());
    return Stream.of(
            ledger.extractions().stream()
                .filter(row -> row.status() == Status.DELETING)
                .filter(row -> !ledger.removals().contains(row.id()))
                .map(row -> new Violation("S11", row.id() + " is deleting with no removal row")),
            ledger.extractions().stream()
                .filter(LeavingChecks::losesItsPoints)
                .filter(row -> withPoints.contains(row.id()))
                .filter(row -> !ledger.removals().contains(row.id()))
                .map(row ->
                    new Violation("S11", row.id() + " has points to lose and no removal row")),
            duplicates(ledger))
        .flatMap(violations -> violations);
  }

  private static boolean losesItsPoints(Extraction row) {
    return row.status() == Status.SUPERSEDED || row.status() == Status.CANCELLED;
  }

  private static Stream<Violation> duplicates(Snapshot.Ledger ledger) {
    record Place(UUID extraction, int ordinal) {}
    Set<Place> places = new HashSet<>();
    Set<UUID> points = new HashSet<>();
    return ledger.passages().stream()
        .filter(passage -> {
          UUID point = passage.embeddingId();
          boolean newPlace = places.add(new Place(passage.extraction(), passage.ordinal()));
          boolean newPoint = point == null || points.add(point);
          return !newPlace || !newPoint;
        })
        .map(passage ->
            new Violation(
                "S5",
                "passage %d of %s stands there twice"
                    .formatted(passage.ordinal(), passage.extraction())));
  }
}
