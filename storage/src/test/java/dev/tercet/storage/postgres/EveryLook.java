package dev.tercet.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.RetentionKind;
import dev.tercet.saga.Scope;
import dev.tercet.saga.Status;
import dev.tercet.saga.id.BucketSpan;
import dev.tercet.saga.money.SpendReader.Asked;
import dev.tercet.saga.money.SpendReader.By;
import dev.tercet.saga.money.SpendReader.SumKey;
import dev.tercet.saga.port.CollectionStore;
import dev.tercet.saga.port.CollectionStore.CollectionRecord;
import dev.tercet.saga.port.ConversionStore.Conversion;
import dev.tercet.saga.port.DeadLetters.Wanted;
import dev.tercet.saga.port.EntityStore;
import dev.tercet.saga.port.ExtractionReader.Filter;
import dev.tercet.saga.port.LedgerAudit.Part;
import dev.tercet.saga.port.LedgerAudit.Place;
import dev.tercet.saga.port.LedgerAudit.PointRow;
import dev.tercet.saga.port.LedgerAudit.QueuedRow;
import dev.tercet.saga.port.OrphanStore.Orphan;
import dev.tercet.saga.port.RunStore;
import dev.tercet.saga.port.RunStore.Run;
import dev.tercet.saga.queue.QueueName;
import dev.tercet.storage.postgres.bulk.EveryBulk;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Asks everything of a {@link LargeLedger} that changes none of its documents. */
final class EveryLook {
  private static final Duration LEASE = Duration.ofSeconds(15);
  private static final Instant LATELY = Instant.parse("2026-11-29T00:00:00Z");
  private static final UUID PROJECT = LargeLedger.id(1);
  private static final Scope EVERYTHING = new Scope.Everything();

  private final LedgerUnderTest ledger;
  private final PostgresStores stores;
  private final RecoveryLedger recovery;
  private final int size;
  private final UUID other;
  private final long converted;
  private long drawn;

  /**
   * @param turn how often everything has been asked before
   */
  EveryLook(LedgerUnderTest ledger, int size, int turn) {
    this.ledger = ledger;
    stores = ledger.stores();
    recovery = stores.recovery();
    this.size = size;
    drawn = 1_000L * turn;
    other = LargeLedger.id(50 + turn);
    converted = 15 + 100L * turn;
  }

  void play() {
    reading();
    detecting();
  }

  private UUID next() {
    return new UUID(1L << 62 | 0x7000L, 0x9000000000000000L | ++drawn);
  }

  /** What asks by itself, all the time or on every page, each by its name. */
  Map<String, Runnable> passes() {
    Map<String, Runnable> passes = new LinkedHashMap<>();
    for (RetentionKind kind : RetentionKind.values()) {
      passes.put(
          "purge of " + kind.label(),
          () -> recovery.retention().purge(kind, Duration.ofDays(3), 500));
    }
    passes.put(
        "liveness",
        () -> {
          recovery.reaper().sessions(LEASE);
          recovery.reaper().releaseAbandoned(1_000);
          recovery.reaper().releaseHung(1_000);
          recovery.reaper().endQuestions(1_000);
        });
    passes.put(
        "gauges",
        () -> {
          stores.deadLetters();
          recovery.audit().oldestUnconverged();
          recovery.runs().lastSuccess(RunStore.SWEEP);
        });
    passes.put(
        "list of failed ones",
        () ->
            stores
                .reads()
                .extractionReader()
                .list(PROJECT, new Filter(Status.FAILED, null, null, null, null, 100)));
    passes.put(
        "dead letters by cause",
        () ->
            stores
                .reads()
                .deadLetters()
                .groups(new Wanted("tenant 1", null, null, null, null, null, true), null, 100));
    passes.put(
        "list of done ones",
        () ->
            stores
                .reads()
                .extractionReader()
                .list(PROJECT, new Filter(Status.DONE, null, null, null, null, 100)));
    return passes;
  }

  private void reading() {
    var extractionReader = stores.reads().extractionReader();
    stores.projects().find("tenant", "letters");
    stores.projects().findDeleted("tenant", "letters");
    stores.projects().find(PROJECT);
    stores.projects().list("tenant 3", "project-5", 100);
    stores.projects().counts(other);
    stores.projects().totals();
    stores.projects().usage(other);
    for (@Nullable Status status : new @Nullable Status[] {null, Status.FAILED, Status.PENDING}) {
      extractionReader.list(
          PROJECT, new Filter(status, null, null, null, LargeLedger.id(size), 100));
    }
    extractionReader.list(PROJECT, new Filter(null, "source 11", null, null, null, 100));
    extractionReader.list(PROJECT, new Filter(null, null, "word77 text", null, null, 10));
    extractionReader.list(
        PROJECT, new Filter(null, null, "letter", null, LargeLedger.id(size), 10));
    for (@Nullable String source : new @Nullable String[] {null, "source 11"}) {
      extractionReader.list(
          PROJECT, new Filter(null, source, null, null, null, 100, Set.of(EveryBulk.MADE_WITH)));
    }
    extractionReader.text(PROJECT, LargeLedger.id(11));
    extractionReader.living(PROJECT, "source 11");
    extractionReader.history(PROJECT, LargeLedger.id(11));
    stores.reads().passages().page(LargeLedger.id(11), 0, 100);
    stores.reads().passages().living(PROJECT, points(11));
    stores.reads().entities().list(PROJECT, "person", "name", EntityStore.Place.START, 20);
    assertThat(stores.reads().collections().get()).isNotNull();
    stores.installation();
    LocalDate today = stores.reads().spend().today();
    for (@Nullable UUID project : new @Nullable UUID[] {null, other}) {
      stores
          .reads()
          .spend()
          .list(
              new Asked("tenant 1", project, By.DAY, today.minusDays(2), today.minusDays(1)),
              SumKey.START,
              100);
    }
    stores.deadLetters();
    new EveryBulk(stores, PROJECT, other, LargeLedger.id(101), this::next).look();
  }

  private List<UUID> points(long extraction) {
    return ledger
        .column(
            "SELECT embedding_id FROM passage WHERE extraction = '%s'"
                .formatted(LargeLedger.id(extraction)))
        .stream()
        .map(UUID::fromString)
        .toList();
  }

  private List<Scope> scopes() {
    return List.of(
        EVERYTHING,
        new Scope.OfProject(other),
        new Scope.OfExtraction(PROJECT, LargeLedger.id(11)));
  }

  private void detecting() {
    var audit = recovery.audit();
    for (Scope scope : scopes()) {
      audit.unpublished(scope, Duration.ZERO, null, 100);
      audit.stillQueued(audit.queued(scope, null, 100));
      audit.deadClaims(scope, LEASE, null, 100);
      PointRow after = null;
      for (PointRow row : audit.pointRows(scope, "model", null, 100)) {
        after = row;
      }
      audit.pointRows(scope, "model", after, 100);
      recovery.removals().due(scope, 100);
      recovery.removals().unconfirmed(scope);
      for (Part part : Part.values()) {
        audit.orphanRows(scope, part, Place.START, 100);
      }
    }
    List<QueuedRow> queued = audit.queued(EVERYTHING, null, 100);
    audit.stillQueued(queued);
    audit.claimed();
    audit.pointRowsOfBuckets(new BucketSpan(77, 79), "model", null, 100);
    audit.bucketCount(77, "model");
    audit.bucketCounts("model");
    audit.pointRows(points(11));
    audit.passages(points(11));
    audit.standings(List.of(LargeLedger.id(11)));
    audit.oldestUnconverged();
    audit.isQuiet();
    outlook();
    recovery.conversions().pointRowsOfOthers("other", null, 100);
    recovery.conversions().hasPointRowsOfOthers("model");
    List<UUID> old = points(converted);
    recovery
        .conversions()
        .converted(
            "other", List.of(new Conversion(LargeLedger.id(converted), 0, old.getFirst(), next())));
    recovery.orphans().seen(List.of(new Orphan(next(), next(), 1)));
    List<Orphan> due = recovery.orphans().due(Duration.ofHours(1), 100);
    List<UUID> seen = due.stream().map(Orphan::point).toList();
    recovery.orphans().overdue(seen, Duration.ofHours(1));
    recovery.orphans().forget(seen);
    recovery.orphans().count();
    recovery.orphans().count(77);
    recovery.orphans().ofBuckets(BucketSpan.of(77), null, 100);
    recovery.retention().foldCounts();
    recovery.queues().current();
    recovery.queues().pause(QueueName.LOW, true);
    RunStore runs = recovery.runs();
    CollectionStore records = recovery.collections();
    runs.ended(new Run(next(), null, Instant.EPOCH, LATELY, true, "{}"), RunStore.SWEEP);
    runs.newest(20);
    runs.tasks();
    runs.succeeded(RunStore.SWEEP);
    runs.failed(RunStore.SWEEP, "no");
    runs.cursor(runs.cursor() + 1);
    CollectionRecord points = records.creating("tercet", "model", 8);
    records.named("tercet");
    records.chosen("tercet", "model");
    records.refilledTo(points, next());
    records.refilled(points);
    records.retired("tercet");
    verifying(points);
  }

  private void outlook() {
    try (Connection connection = ledger.work()) {
      stores.dueWork(connection, "tercet", LEASE);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void verifying(CollectionRecord points) {
    RunStore runs = recovery.runs();
    CollectionStore records = recovery.collections();
    runs.number(runs.numbered(0, LEASE).number(), LEASE);
    records.verified(points, BitSet.valueOf(new long[] {0, 3L << 12}), LATELY);
    records.verified(points, PROJECT, LATELY);
    records.verifiedThrough();
    records.verifiedThrough(PROJECT);
  }
}
