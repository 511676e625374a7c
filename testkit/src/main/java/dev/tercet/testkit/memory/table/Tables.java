package dev.tercet.testkit.memory.table;

import dev.tercet.saga.AuditEvent;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Passage;
import dev.tercet.saga.Progress;
import dev.tercet.saga.Project;
import dev.tercet.saga.ReleaseCause;
import dev.tercet.saga.SagaEvent;
import dev.tercet.saga.SagaState;
import dev.tercet.saga.SagaState.Pending;
import dev.tercet.saga.SagaState.Processing;
import dev.tercet.saga.Status;
import dev.tercet.saga.Usage;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.RemovalStore;
import dev.tercet.testkit.check.Snapshot.Change;
import dev.tercet.testkit.memory.table.Row.Document;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The ledger's tables under one lock: every act is a transaction, whole or not at all. */
public final class Tables {
  /** How many crashed claims in a row park an extraction, as configured by default. */
  public static final int MAX_CRASHES = 3;

  private final ReentrantLock lock = new ReentrantLock(true);
  private final InstantSource clock;
  private final Transitions transitions;

  /** From when on the server keeps locks; null when it has always been there. */
  public @Nullable Instant startedAt;

  /** When recovery last regained the server; null when it never lost it. */
  public @Nullable Instant regainedAt;

  public final Map<UUID, Project> projects = new LinkedHashMap<>();

  /** Those with a tombstone, the newest last. */
  public final SequencedSet<UUID> deletedProjects = new LinkedHashSet<>();

  public final Map<SourceKey, SourceRow> sources = new HashMap<>();
  public final Map<UUID, Row> rows = new LinkedHashMap<>();
  public final List<Change> audit = new ArrayList<>();

  /** When the extractions went whose rows are gone. */
  public final Map<UUID, Instant> departures = new HashMap<>();

  public final Map<UUID, RemovalRow> removals = new LinkedHashMap<>();
  public final Map<UUID, NavigableMap<Integer, Passage>> passages = new HashMap<>();
  public final FailedPassages failed = new FailedPassages();
  public final Map<IdempotencyKey, IdempotencyRow> idempotency = new HashMap<>();

  /**
   * What has ended and is not yet found by its words; what is found, by the pieces of its words.
   */
  public final Set<UUID> searchDue = new LinkedHashSet<>();

  public final Map<UUID, List<Set<String>>> searchPieces = new HashMap<>();

  /** By which cut the passages of an extraction are made; empty while they are made anew. */
  public final Map<UUID, String> cuts = new HashMap<>();

  /** Whose ends the crash counts rest on; of an extraction whose count is 0 it says nothing. */
  final Map<UUID, List<UUID>> crashedIn = new HashMap<>();

  public final Map<UUID, SessionRow> sessions = new LinkedHashMap<>();
  public final Map<UUID, OrphanRow> orphans = new LinkedHashMap<>();
  public final RecoveryTables reconciling = new RecoveryTables();
  public final CallTables spend = new CallTables();
  public final MentionTables mentions = new MentionTables();

  /** A caller's key inside a project. */
  public record IdempotencyKey(UUID project, String key) {}

  public final RelayMarks relays = new RelayMarks();
  public final QueueProgress claimed = new QueueProgress();
  public final ProviderTables providers = new ProviderTables();
  public final BatchTables batches = new BatchTables();

  /** What was accepted under a caller's key. */
  public record IdempotencyRow(Fingerprint bodyHash, UUID extraction, Instant createdAt) {}

  public Tables(InstantSource clock, Transitions transitions) {
    this.clock = clock;
    this.transitions = transitions;
  }

  /** Runs one transaction. */
  public <T> T transact(Supplier<T> act) {
    lock.lock();
    try {
      return act.get();
    } finally {
      lock.unlock();
    }
  }

  public Instant now() {
    return clock.instant();
  }

  public @Nullable Row row(UUID extraction) {
    return rows.get(extraction);
  }

  /** The row that a reader of that project may see. */
  public Optional<Row> visible(UUID project, UUID extraction) {
    return Optional.ofNullable(rows.get(extraction))
        .filter(row -> row.document().project().equals(project))
        .filter(this::visible);
  }

  public boolean visible(Row row) {
    return row.state().status() != Status.DELETING && isLiving(row.document().project());
  }

  public boolean isLiving(UUID project) {
    return projects.containsKey(project) && !deletedProjects.contains(project);
  }

  /** True when the project is in that version. */
  public boolean isOfVersion(UUID project, int version) {
    Project known = projects.get(project);
    return known != null && known.version() == version;
  }

  /** The row's status as others see it: behind a tombstone every row counts as deleting. */
  public Status standing(Row row) {
    return isLiving(row.document().project()) ? row.state().status() : Status.DELETING;
  }

  /** True when the extraction is what counts for its source (docs/protocol.md §1). */
  public boolean isLiving(Row row) {
    SourceRow source = sources.get(key(row));
    return isLiving(row.document().project())
        && row.state().status() == Status.DONE
        && source != null
        && row.id().equals(source.finishedId());
  }

  public static SourceKey key(Row row) {
    return new SourceKey(row.document().project(), row.document().source());
  }

  public Extraction extraction(Row row) {
    return row.extraction(spend.usage(row.id()), failed.told(row.id()));
  }

  Usage usage(UUID extraction) {
    return spend.usage(extraction);
  }

  public boolean isOpen(UUID session) {
    SessionRow row = sessions.get(session);
    return row != null && row.open();
  }

  /** The cut of whoever works in that session. */
  public Optional<String> cutOf(UUID session) {
    return Optional.ofNullable(sessions.get(session))
        .map(row -> row.worker().cut())
        .filter(cut -> !cut.isEmpty());
  }

  public NavigableMap<Integer, Passage> passagesOf(UUID extraction) {
    return passages.computeIfAbsent(extraction, _ -> new TreeMap<>());
  }

  /** Writes a new row with its first line of audit. */
  public Row insert(Document document, Instant dueAt, AuditEvent told, String reason) {
    Row row = Row.accepted(document, new Pending(now(), Progress.NONE, dueAt));
    rows.put(row.id(), row);
    audit(row, null, now(), null, told, reason);
    return row;
  }

  /**
   * Moves the row when the specification lets it, with its audit row and, when it leaves for good,
   * its removal row; empty when it was refused (S3).
   */
  public Optional<Row> move(UUID extraction, SagaEvent event) {
    return move(extraction, event, now());
  }

  /** The same at another time. */
  public Optional<Row> move(UUID extraction, SagaEvent event, Instant at) {
    return move(extraction, event, at, AuditEvent.of(event).orElse(null), AuditReasons.of(event));
  }

  /**
   * Both moves, the first one at that time if the specification lets it; none without the second.
   */
  public Optional<Row> move(UUID extraction, SagaEvent first, Instant at, SagaEvent second) {
    Row row = rows.get(extraction);
    if (row == null) {
      return Optional.empty();
    }
    Optional<SagaState> between = transitions.apply(row.state(), first, at);
    if (transitions.apply(between.orElse(row.state()), second, now()).isEmpty()) {
      return Optional.empty();
    }
    between.ifPresent(_ -> move(extraction, first, at));
    return move(extraction, second);
  }

  /** Turns it deleting without a person's request, which the audit trail tells. */
  public Optional<Row> delete(UUID extraction, AuditEvent told, String reason) {
    return move(extraction, new SagaEvent.DeleteRequested(), now(), told, reason);
  }

  /** The same, told in other words. */
  public Optional<Row> move(
      UUID extraction, SagaEvent event, Instant at, @Nullable AuditEvent told, String reason) {
    Row row = rows.get(extraction);
    if (row == null) {
      return Optional.empty();
    }
    Optional<SagaState> next = transitions.apply(row.state(), event, at);
    if (event instanceof SagaEvent.Released released && released.cause() == ReleaseCause.CRASHED) {
      next.ifPresent(state -> noteCrash(row.id(), released.session(), state.progress().crashes()));
    }
    return next.map(state -> enter(row, state, at, told, reason));
  }

  private void noteCrash(UUID extraction, UUID session, int crashes) {
    if (crashes <= 1) {
      crashedIn.remove(extraction);
    }
    crashedIn.computeIfAbsent(extraction, _ -> new ArrayList<>()).add(session);
  }

  private Row enter(Row row, SagaState next, Instant at, @Nullable AuditEvent told, String reason) {
    Row moved = row.in(next, at);
    rows.put(row.id(), moved);
    Status from = row.state().status();
    if (from != next.status()) {
      audit(moved, from, at, holder(row.state(), next), told, reason);
      RemovalRow.reason(next.status())
          .ifPresent(why ->
              removals.merge(
                  row.id(),
                  RemovalRow.opened(row.id(), row.document().project(), why, now()),
                  (earlier, _) -> earlier.again(why, now())));
    }
    return moved;
  }

  /** The last line of a history: no change, and nothing is left. */
  public void receipt(Row row) {
    audit(row, Status.DELETING, now(), null, AuditEvent.REMOVED, RemovalStore.RECEIPT);
  }

  private void audit(
      Row row,
      @Nullable Status from,
      Instant at,
      @Nullable UUID worker,
      @Nullable AuditEvent told,
      String reason) {
    SagaState state = row.state();
    if (from != Status.DONE && state.status().isFinal()) {
      searchDue.add(row.id());
    }
    audit.add(
        new Change(
            row.id(),
            row.document().project(),
            at,
            from,
            state.status(),
            state.progress().epoch(),
            told,
            reason,
            worker));
  }

  private static @Nullable UUID holder(SagaState before, SagaState after) {
    if (after instanceof Processing taken) {
      return taken.session();
    }
    return before instanceof Processing held ? held.session() : null;
  }
}
