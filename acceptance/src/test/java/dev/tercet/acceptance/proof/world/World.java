package dev.tercet.acceptance.proof.world;

import dev.tercet.recovery.plan.RecoveryReport;
import dev.tercet.saga.Acceptance;
import dev.tercet.saga.Drift;
import dev.tercet.saga.Point;
import dev.tercet.saga.Project;
import dev.tercet.saga.Submission;
import dev.tercet.saga.port.ClosingStore;
import dev.tercet.saga.port.ExtractionStore;
import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.port.LedgerAudit;
import dev.tercet.saga.port.PointStore.Selection;
import dev.tercet.saga.port.PointStore.StoredPoint;
import dev.tercet.saga.port.RemovalStore;
import dev.tercet.saga.port.RunStore;
import dev.tercet.saga.port.WorkerSessions;
import dev.tercet.saga.time.Clocks;
import dev.tercet.testkit.SettableClock;
import dev.tercet.testkit.check.Snapshot;
import dev.tercet.testkit.fault.Observer;
import dev.tercet.testkit.fault.Replaced;
import dev.tercet.testkit.memory.queue.Mishap;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/** Everything outside the processes: fresh stores on one clock, a provider and a witness. */
public final class World {
  public static final UUID OWNER = UUID.fromString("0a0a0a0a-0000-4000-8000-000000000001");

  private static final Set<Drift> LOSSES =
      EnumSet.of(
          Drift.LOST_MESSAGE, Drift.MISSING_POINT, Drift.STALE_POINT, Drift.COLLECTION_MISSING);

  /** A small one: every process reads it anew. */
  private static final String SCHEMA =
      """
      {"type":"object","required":["type","value"],
       "properties":{"type":{"enum":["name"]},"value":{"type":"string"}}}
      """;

  public final Stores stores;
  final SettableClock clock;
  public final Model model = new Model();
  public final SmallVectors vectors = new SmallVectors();
  public final Elsewhere elsewhere = new Elsewhere();
  public final Witness witness = new Witness(this::snapshot);
  public final Project project;
  private final Guards guards;
  private final Mutant mutant;
  private int longestPassage = 50;
  private boolean blind;
  private final Random ids = new Random(42);
  private final Map<UUID, UUID> drawn = new HashMap<>();
  private final List<UUID> sessions = new ArrayList<>();
  private final List<RunStore> processes = new ArrayList<>();

  /** A world in memory. */
  public World(Mutant mutant) {
    this(mutant, new StoresInMemory(mutant.transitions()));
  }

  /** A world of these stores, which have nothing in them yet. */
  public World(Mutant mutant, Stores stores) {
    this.mutant = mutant;
    this.stores = stores;
    clock = stores.clock();
    guards = new Guards(stores, ProcessUnderTest.LEASE, witness::alarm);
    project = stores.projects().put("tenant", "demo", SCHEMA, "{}").project();
  }

  /** How long a passage may be for those processes that begin now. */
  int longestPassage() {
    return longestPassage;
  }

  public void longestPassage(int characters) {
    longestPassage = characters;
  }

  /** The port as the store offers it, with the witness looking on. */
  <T> T offered(Class<T> port, T store) {
    T guarded = guards.before(port, mutant.inStore(this, port, store));
    return Observer.around(port, guarded, witness::look);
  }

  /** The port as the code of a process uses it, which stands behind {@code door}. */
  <T> T used(Class<T> port, T outside) {
    return mutant.inProcess(this, port, outside);
  }

  /** The clocks of a process whose machine shows {@code wall}. */
  Clocks clocks(InstantSource wall) {
    return new Clocks(wall, mutant.steady(clock, wall));
  }

  /** The removals of a process, which waits for what happens elsewhere. */
  RemovalStore removals(RemovalStore removals) {
    return elsewhere.beforeFinished(removals);
  }

  /** The queue into which nobody publishes, and at whose heads nobody looks, before that. */
  JobQueue queue() {
    return elsewhere.beforePublishAndSearch(stores.queue());
  }

  ExtractionStore extractions() {
    return elsewhere.beforeComplete(accepting());
  }

  ClosingStore closings() {
    return elsewhere.beforeClose(stores.closings());
  }

  private ExtractionStore accepting() {
    return Replaced.method(
        ExtractionStore.class,
        stores.extractions(),
        "accept",
        (extractions, arguments) -> accept(extractions, (Submission) arguments[0]));
  }

  /** The same seed shall give the same order, and ids decide on orders: ids are drawn here. */
  private synchronized Acceptance accept(ExtractionStore extractions, Submission it) {
    UUID id = drawn.computeIfAbsent(it.id(), _ -> new UUID(ids.nextLong(), ids.nextLong()));
    return extractions.accept(
        new Submission(
            id,
            it.project(),
            it.projectVersion(),
            it.document(),
            it.fingerprint(),
            it.maxAttempts()));
  }

  /** The sessions of one process, which is told of every session that it opened, heard or not. */
  public WorkerSessions sessions(Consumer<UUID> process) {
    return new ToldSessions(stores.sessions(), process.andThen(this::opened));
  }

  private synchronized void opened(UUID session) {
    sessions.add(session);
  }

  /** Recovery's runs, for one more process. */
  synchronized RunStore runs() {
    RunStore runs = stores.runs();
    processes.add(runs);
    return runs;
  }

  /** Every process there has been is dead: its locks are free. */
  public synchronized void freeLocks() {
    sessions.forEach(stores::kill);
    sessions.clear();
    processes.forEach(stores::kill);
    processes.clear();
  }

  /** The source of an extraction that has a row. */
  public String sourceOf(UUID extraction) {
    return stores.inspect().extractions().stream()
        .filter(row -> row.id().equals(extraction))
        .map(Snapshot.Extraction::source)
        .findFirst()
        .orElse("?");
  }

  /** Everything that stands in the three stores now. */
  public Snapshot snapshot() {
    return new Snapshot(stores.inspect(), stores.standing(), stores.entries());
  }

  /** A run of recovery told what it found: nothing is lost unless a store loses it. */
  public void reported(RecoveryReport report) {
    if (witness.expectsLosses()) {
      return;
    }
    for (Drift drift : LOSSES) {
      RecoveryReport.Count count = report.drift().get(drift);
      if (count != null && count.found() > 0) {
        witness.alarm("S1: recovery found a " + drift.label() + ", and no store lost anything");
      }
    }
  }

  /** From now on nobody finds the row of a point, or does again. */
  public void blind(boolean now) {
    blind = now;
  }

  /** What recovery asks of the ledger, which may not find what is there. */
  LedgerAudit audit() {
    return BlindLedger.of(stores.audit(), () -> blind);
  }

  /** Postgres is put back behind its newest run. */
  public void goBack() {
    witness.expectLosses();
    StoredPoint sentinel = stores.sentinels().scroll(Selection.ALL, null, 1).getFirst();
    Point.Payload it = Objects.requireNonNull(sentinel.payload());
    stores
        .sentinels()
        .upsert(
            List.of(
                new Point(
                    sentinel.id(),
                    new float[] {1},
                    new Point.Payload(
                        it.project(),
                        it.extraction(),
                        it.ordinal(),
                        it.generation(),
                        it.epoch() + 1_000,
                        it.contentHash(),
                        it.model()))));
  }

  /** Redis loses everything. */
  public void loseQueue() {
    witness.expectLosses();
    stores.loseQueue();
  }

  /** Somebody does that to every stream of Redis. */
  public void suffer(Mishap mishap) {
    witness.expectLosses();
    stores.suffer(mishap);
  }

  /** Qdrant loses everything. */
  public void loseCollection() {
    witness.expectLosses();
    stores.loseCollection();
  }

  /** Somebody begins to make the index over buckets anew, and dies. */
  public void loseBucketIndex() {
    stores.loseBucketIndex();
  }
}
