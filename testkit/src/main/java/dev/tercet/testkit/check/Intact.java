package dev.tercet.testkit.check;

import dev.tercet.saga.Status;
import dev.tercet.saga.port.PointStore.StoredPoint;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.Publication;
import dev.tercet.testkit.check.Snapshot.Extraction;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What holds between any two calls while no store loses anything: what is recorded is there (S4),
 * and an entry leaves its stream only after its row has been claimed (docs/protocol.md §3).
 */
final class Intact implements Invariant {

  @Override
  public Stream<Violation> check(Snapshot snapshot) {
    return Stream.concat(recorded(snapshot), queued(snapshot));
  }

  private static Stream<Violation> recorded(Snapshot snapshot) {
    Map<UUID, Status> statuses =
        living(snapshot).collect(Collectors.toMap(Extraction::id, Extraction::status));
    Set<UUID> points = snapshot.points().stream().map(StoredPoint::id).collect(Collectors.toSet());
    return snapshot.ledger().passages().stream()
        .filter(passage -> keepsPoints(statuses.get(passage.extraction())))
        .filter(passage -> passage.embeddingId() == null || !points.contains(passage.embeddingId()))
        .map(passage ->
            new Violation(
                "S4",
                "passage %d of %s is recorded and has no point"
                    .formatted(passage.ordinal(), passage.extraction())));
  }

  /** Behind a tombstone every row counts as deleting, before its own status says so. */
  private static Stream<Extraction> living(Snapshot snapshot) {
    return snapshot.ledger().extractions().stream()
        .filter(row -> !snapshot.ledger().deletedProjects().contains(row.project()));
  }

  private static boolean keepsPoints(@Nullable Status status) {
    return status != null && !status.losesPoints();
  }

  private static Stream<Violation> queued(Snapshot snapshot) {
    Set<Hint> hints =
        snapshot.entries().stream().map(Publication::hint).collect(Collectors.toSet());
    return living(snapshot)
        .filter(row -> row.status() == Status.QUEUED)
        .filter(row -> !hints.contains(new Hint(row.id(), row.epoch())))
        .map(row -> new Violation("S2", row.id() + " is queued and has no message"));
  }
}
