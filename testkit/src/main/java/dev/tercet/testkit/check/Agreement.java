package dev.tercet.testkit.check;

import dev.tercet.saga.Point;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.PointStore.StoredPoint;
import dev.tercet.saga.queue.Publication;
import dev.tercet.testkit.check.Snapshot.Extraction;
import dev.tercet.testkit.check.Snapshot.Recorded;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Once all work has ended the three stores agree (S1, S2, S4, S11). */
final class Agreement implements Invariant {

  @Override
  public Stream<Violation> check(Snapshot snapshot) {
    Map<UUID, Extraction> rows =
        snapshot.ledger().extractions().stream()
            .collect(Collectors.toMap(Extraction::id, Function.identity()));
    Map<UUID, StoredPoint> points =
        snapshot.points().stream().collect(Collectors.toMap(StoredPoint::id, Function.identity()));
    Map<UUID, Recorded> recorded =
        snapshot.ledger().passages().stream()
            .filter(passage -> passage.embeddingId() != null)
            .collect(Collectors.toMap(Agreement::pointOf, Function.identity()));
    return Stream.of(
            snapshot.ledger().deletedProjects().stream()
                .map(
                    project -> new Violation("S11", "the deletion of " + project + " is not over")),
            rows.values().stream()
                .filter(row -> row.status().isInFlight())
                .map(row -> new Violation("S2", row.id() + " is still " + row.status())),
            recorded.values().stream()
                .filter(passage -> isDone(rows.get(passage.extraction())))
                .flatMap(passage -> missingOrStale(passage, points).stream()),
            points.values().stream()
                .flatMap(point -> unaccounted(point, rows, recorded.keySet()).stream()))
        .flatMap(Function.identity());
  }

  /** Messages of an epoch that no row ever had come from nowhere. */
  static Stream<Violation> messages(Snapshot snapshot) {
    Map<UUID, Extraction> rows =
        snapshot.ledger().extractions().stream()
            .collect(Collectors.toMap(Extraction::id, Function.identity()));
    return snapshot.entries().stream()
        .map(Publication::hint)
        .filter(hint -> {
          Extraction row = rows.get(hint.extraction());
          return row != null && hint.epoch() > row.epoch();
        })
        .map(hint ->
            new Violation(
                "S3", "a message names epoch %d of %s".formatted(hint.epoch(), hint.extraction())));
  }

  private static UUID pointOf(Recorded passage) {
    UUID id = passage.embeddingId();
    if (id == null) {
      throw new IllegalArgumentException(passage + " has no point");
    }
    return id;
  }

  private static boolean isDone(@Nullable Extraction row) {
    return row != null && row.status() == Status.DONE;
  }

  private static Optional<Violation> missingOrStale(
      Recorded passage, Map<UUID, StoredPoint> points) {
    StoredPoint point = points.get(pointOf(passage));
    if (point == null) {
      return Optional.of(
          new Violation(
              "S4",
              "passage %d of %s has no point".formatted(passage.ordinal(), passage.extraction())));
    }
    Point.Payload payload = point.payload();
    boolean agrees =
        payload != null
            && payload.extraction().equals(passage.extraction())
            && payload.ordinal() == passage.ordinal()
            && payload.contentHash().equals(passage.contentHash());
    return agrees
        ? Optional.empty()
        : Optional.of(new Violation("S1", "point " + point.id() + " disagrees with its row"));
  }

  private static Optional<Violation> unaccounted(
      StoredPoint point, Map<UUID, Extraction> rows, Set<UUID> named) {
    Point.Payload payload = point.payload();
    if (payload == null) {
      return Optional.of(new Violation("S1", "point " + point.id() + " has no payload of ours"));
    }
    Extraction row = rows.get(payload.extraction());
    if (row == null) {
      return Optional.of(new Violation("S11", "point " + point.id() + " belongs to no row"));
    }
    return switch (row.status()) {
      case PENDING, QUEUED, PROCESSING -> Optional.empty();
      case DONE, FAILED ->
          named.contains(point.id())
              ? Optional.empty()
              : Optional.of(new Violation("S1", "no passage names point " + point.id()));
      case CANCELLED, SUPERSEDED, DELETING ->
          Optional.of(
              new Violation(
                  "S11",
                  "point %s is there, its extraction is %s".formatted(point.id(), row.status())));
    };
  }
}
