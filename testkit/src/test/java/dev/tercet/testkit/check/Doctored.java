package dev.tercet.testkit.check;

import dev.tercet.saga.Point;
import dev.tercet.saga.Status;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.PointStore.StoredPoint;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.Position;
import dev.tercet.saga.queue.Publication;
import dev.tercet.saga.queue.QueueName;
import dev.tercet.testkit.check.Snapshot.Call;
import dev.tercet.testkit.check.Snapshot.Change;
import dev.tercet.testkit.check.Snapshot.End;
import dev.tercet.testkit.check.Snapshot.Extraction;
import dev.tercet.testkit.check.Snapshot.Ledger;
import dev.tercet.testkit.check.Snapshot.Recorded;
import dev.tercet.testkit.check.Snapshot.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An honest life of four extractions, and copies of it with one thing changed. */
final class Doctored {
  static final UUID PROJECT = new UUID(1, 1);
  static final UUID OLD = new UUID(1, 10);
  static final UUID NEW = new UUID(1, 11);
  static final UUID FAILED = new UUID(1, 12);
  static final UUID DELETED = new UUID(1, 13);
  static final long EPOCH = 50;

  private static final UUID SESSION = new UUID(7, 7);
  private static final UUID OWNER = new UUID(8, 8);
  private static final Fingerprint HASH = Fingerprint.of("words");
  private static final Instant AT = Instant.parse("2026-11-22T12:00:00Z");

  Snapshot snapshot() {
    return new Snapshot(
        ledger(rows(), trail(), recorded(), Set.of(OLD, DELETED), sources(), Set.of()),
        List.of(point(NEW, HASH)),
        List.of());
  }

  private static Ledger ledger(
      List<Extraction> rows,
      List<Change> audit,
      List<Recorded> passages,
      Set<UUID> removals,
      List<Source> sources,
      Set<UUID> deleted) {
    return new Ledger(rows, audit, passages, removals, sources, calls(), deleted);
  }

  private static List<Extraction> rows() {
    return List.of(
        row(OLD, "a letter", 1, Status.SUPERSEDED),
        row(NEW, "a letter", 2, Status.DONE),
        row(FAILED, "a note", 1, Status.FAILED),
        row(DELETED, "a card", 1, Status.DELETING));
  }

  private static Extraction row(UUID id, String source, long generation, Status status) {
    return new Extraction(id, PROJECT, source, generation, status, EPOCH, SESSION);
  }

  private List<Change> trail() {
    List<Change> trail = new ArrayList<>();
    for (UUID id : List.of(OLD, NEW, FAILED, DELETED)) {
      trail.add(change(id, null, Status.PENDING, 0, null));
      trail.add(change(id, Status.PENDING, Status.PROCESSING, EPOCH, SESSION));
      trail.add(
          change(
              id,
              Status.PROCESSING,
              id.equals(FAILED) ? Status.FAILED : Status.DONE,
              EPOCH,
              SESSION));
    }
    trail.add(change(OLD, Status.DONE, Status.SUPERSEDED, EPOCH, null));
    trail.add(change(DELETED, Status.DONE, Status.DELETING, EPOCH, null));
    return trail;
  }

  Change change(UUID id, @Nullable Status from, Status to, long epoch, @Nullable UUID worker) {
    return new Change(id, PROJECT, AT, from, to, epoch, null, "because", worker);
  }

  private static List<Recorded> recorded() {
    return List.of(
        new Recorded(OLD, 0, HASH, pointId(OLD)), new Recorded(NEW, 0, HASH, pointId(NEW)));
  }

  private static List<Source> sources() {
    return List.of(
        new Source(PROJECT, "a letter", 2, 2, NEW),
        new Source(PROJECT, "a note", 1, 0, null),
        new Source(PROJECT, "a card", 1, 1, DELETED));
  }

  private static List<Call> calls() {
    return List.of(new Call(new UUID(9, 1), PROJECT, NEW, HASH, End.VALID));
  }

  Call call(long number) {
    return new Call(new UUID(9, number), PROJECT, NEW, HASH, End.UNKNOWN);
  }

  private static UUID pointId(UUID extraction) {
    return new UUID(2, extraction.getLeastSignificantBits());
  }

  private static StoredPoint point(UUID extraction, Fingerprint hash) {
    return new StoredPoint(
        pointId(extraction),
        OWNER,
        new Point.Payload(PROJECT, extraction, 0, 2, EPOCH, hash, "model"));
  }

  Snapshot extractions(Consumer<List<Extraction>> change) {
    List<Extraction> rows = new ArrayList<>(rows());
    change.accept(rows);
    return with(ledger(rows, trail(), recorded(), Set.of(OLD, DELETED), sources(), Set.of()));
  }

  Snapshot status(UUID id, Status status) {
    return extractions(rows ->
        rows.replaceAll(
            row -> row.id().equals(id) ? row(id, row.source(), row.generation(), status) : row));
  }

  Snapshot audit(Consumer<List<Change>> change) {
    List<Change> trail = trail();
    change.accept(trail);
    return with(ledger(rows(), trail, recorded(), Set.of(OLD, DELETED), sources(), Set.of()));
  }

  Snapshot passages(Consumer<List<Recorded>> change) {
    List<Recorded> passages = new ArrayList<>(recorded());
    change.accept(passages);
    return with(ledger(rows(), trail(), passages, Set.of(OLD, DELETED), sources(), Set.of()));
  }

  Snapshot removals(Set<UUID> removals) {
    return with(ledger(rows(), trail(), recorded(), removals, sources(), Set.of()));
  }

  Snapshot sources(List<Source> sources) {
    return with(ledger(rows(), trail(), recorded(), Set.of(OLD, DELETED), sources, Set.of()));
  }

  Snapshot deletedProjects(Set<UUID> deleted) {
    return with(ledger(rows(), trail(), recorded(), Set.of(OLD, DELETED), sources(), deleted));
  }

  Snapshot calls(Consumer<List<Call>> change) {
    List<Call> calls = new ArrayList<>(calls());
    change.accept(calls);
    Ledger honest = snapshot().ledger();
    return with(
        new Ledger(
            honest.extractions(),
            honest.audit(),
            honest.passages(),
            honest.removals(),
            honest.sources(),
            calls,
            honest.deletedProjects()));
  }

  Snapshot points(Consumer<List<StoredPoint>> change) {
    List<StoredPoint> points = new ArrayList<>(snapshot().points());
    change.accept(points);
    return new Snapshot(snapshot().ledger(), points, List.of());
  }

  Snapshot stalePoint() {
    return points(points -> points.set(0, point(NEW, Fingerprint.of("other words"))));
  }

  Snapshot pointOf(UUID extraction) {
    return points(points -> points.add(point(extraction, HASH)));
  }

  /** The same, which a passage names. */
  Snapshot namedPointOf(UUID extraction) {
    Snapshot named =
        passages(passages -> passages.add(new Recorded(extraction, 0, HASH, pointId(extraction))));
    return new Snapshot(named.ledger(), pointOf(extraction).points(), List.of());
  }

  Snapshot message(UUID extraction, long epoch) {
    Publication entry =
        new Publication(
            new Hint(extraction, epoch), QueueName.DEFAULT, new Position("1-0"), "marker");
    return new Snapshot(snapshot().ledger(), snapshot().points(), List.of(entry));
  }

  private Snapshot with(Ledger ledger) {
    return new Snapshot(ledger, snapshot().points(), List.of());
  }
}
