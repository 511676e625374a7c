package dev.tercet.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.recovery.plan.RecoveryMetrics;
import dev.tercet.recovery.plan.RecoveryPorts;
import dev.tercet.recovery.plan.RecoveryReport;
import dev.tercet.recovery.plan.RecoveryRequest;
import dev.tercet.recovery.plan.RecoveryRequest.Depth;
import dev.tercet.recovery.plan.RecoverySettings;
import dev.tercet.saga.Acceptance;
import dev.tercet.saga.Acceptance.Accepted;
import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.MadeWith;
import dev.tercet.saga.Passage;
import dev.tercet.saga.Point;
import dev.tercet.saga.Stage;
import dev.tercet.saga.id.EmbeddingId;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.CollectionStore;
import dev.tercet.saga.port.ConversionStore;
import dev.tercet.saga.port.Embedder;
import dev.tercet.saga.port.Embedder.EmbedderUnavailableException;
import dev.tercet.saga.port.ExtractionStore.Completion;
import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.port.LedgerAudit;
import dev.tercet.saga.port.LedgerAudit.PointRow;
import dev.tercet.saga.port.PointStore;
import dev.tercet.saga.port.RemovalStore;
import dev.tercet.saga.port.RetentionStore;
import dev.tercet.saga.port.RunStore;
import dev.tercet.saga.port.StoreUnavailableException.Store;
import dev.tercet.saga.port.WorkerSessions.Session;
import dev.tercet.saga.port.WorkerSessions.Worker;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.time.Clocks;
import dev.tercet.testkit.SettableClock;
import dev.tercet.testkit.check.InvariantChecker;
import dev.tercet.testkit.check.Snapshot;
import dev.tercet.testkit.contract.Submissions;
import dev.tercet.testkit.fault.FaultPlan;
import dev.tercet.testkit.memory.InMemoryLedger;
import dev.tercet.testkit.memory.point.InMemoryPointStore;
import dev.tercet.testkit.memory.queue.InMemoryJobQueue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * An installation whose embedding model changes: the stores, documents, and processes that start.
 */
public final class ModelScene {
  public static final Embedder OLD = new WordVectors("old", 8);
  public static final Embedder NEW = new WordVectors("new", 12);
  public static final UUID OWNER = new UUID(7, 7);
  private static final Duration ATTEMPT = Duration.ofMinutes(5);

  public final SettableClock clock = new SettableClock();

  /** What the machine of the processes shows; {@link #clock} is the ledger's, and what passes. */
  final SettableClock wall = new SettableClock();

  public final InMemoryLedger ledger = new InMemoryLedger(clock);
  public final InMemoryPointStore old =
      new InMemoryPointStore("points-old", OWNER, OLD.dimension());
  public final InMemoryPointStore now =
      new InMemoryPointStore("points-new", OWNER, NEW.dimension());
  final InMemoryPointStore sentinels = new InMemoryPointStore("points-sentinels", OWNER, 1);
  public final UUID project = ledger.projects().put("tenant", "letters", "{}", "{}").project().id();
  final InMemoryJobQueue queue = new InMemoryJobQueue(clock);
  private final Session session = ledger.sessions().open(new Worker("host", 1, "test", 4), ATTEMPT);
  private final Map<Recovery, RunStore> processes = new HashMap<>();
  private int drawn;

  /** A document of these passages that a worker has finished by that model. */
  public UUID finished(Embedder model, String source, String... texts) {
    Claim claim = begun(model, source, texts);
    assertThat(ledger.extractions().complete(claim)).isEqualTo(Completion.DONE);
    return claim.extraction();
  }

  /** The same, not completed yet. */
  public Claim begun(Embedder model, String source, String... texts) {
    Claim claim = written(model, source, texts);
    recorded(model, claim, texts);
    return claim;
  }

  /** A document of which a worker has written the points and recorded nothing. */
  public Claim written(Embedder model, String source, String... texts) {
    String text = String.join(" ", texts);
    Acceptance acceptance =
        ledger
            .extractions()
            .accept(
                Submissions.plain(
                    new UUID(0x0190_0000_0000_7000L + ++drawn, 0x8000_0000_0000_0001L),
                    project,
                    source,
                    text));
    UUID id = ((Accepted) acceptance).extraction().id();
    Claim claim =
        ledger.extractions().claim(List.of(new Hint(id, 0)), session.id(), ATTEMPT).getFirst();
    collection(model)
        .upsert(passages(model, id, texts).stream().map(it -> point(model, claim, it)).toList());
    return claim;
  }

  /** Records the passages of such a document. */
  public void recorded(Embedder model, Claim claim, String... texts) {
    List<Passage> passages = passages(model, claim.extraction(), texts);
    var count = new Extraction.PassageCount(texts.length, texts.length, texts.length);
    Set<MadeWith> madeWith = Set.of(new MadeWith("0011223344556677", "1", "model"));
    assertThat(ledger.passages().record(claim, madeWith, passages, Stage.EMBEDDED, count)).isTrue();
  }

  private static List<Passage> passages(Embedder model, UUID extraction, String... texts) {
    List<Passage> passages = new ArrayList<>();
    for (int ordinal = 0; ordinal < texts.length; ordinal++) {
      passages.add(passage(model, extraction, ordinal, texts[ordinal]));
    }
    return passages;
  }

  private static Passage passage(Embedder model, UUID extraction, int ordinal, String text) {
    Fingerprint hash = Fingerprint.of(text);
    return new Passage(
        extraction,
        ordinal,
        0,
        text.length(),
        text,
        hash,
        EmbeddingId.of(extraction, ordinal, hash, model.model()),
        model.model(),
        List.of());
  }

  private static Point point(Embedder model, Claim claim, Passage passage) {
    return new Point(
        pointOf(passage),
        model.vector(passage.text(), Embedder.Purpose.PASSAGE),
        new Point.Payload(
            claim.project(),
            claim.extraction(),
            passage.ordinal(),
            claim.generation(),
            claim.epoch(),
            passage.contentHash(),
            passage.model()));
  }

  /** A point of an extraction that has no row. */
  public static Point stranger(UUID id, UUID project, UUID extraction) {
    float[] vector = new float[OLD.dimension()];
    vector[0] = 1;
    return new Point(
        id,
        vector,
        new Point.Payload(project, extraction, 0, 1, 1, Fingerprint.of("?"), OLD.model()));
  }

  private static UUID pointOf(Passage passage) {
    UUID id = passage.embeddingId();
    if (id == null) {
      throw new IllegalArgumentException(passage + " has no point");
    }
    return id;
  }

  private InMemoryPointStore collection(Embedder model) {
    return model.equals(OLD) ? old : now;
  }

  /** A process that is configured with that model, under a plan of faults. */
  public Recovery process(Embedder model, FaultPlan plan) {
    return process(model, plan, new CallWatch(_ -> {}));
  }

  /** One whose calls to the stores of the conversion are watched, too. */
  public Recovery process(Embedder model, FaultPlan plan, CallWatch watch) {
    return process(model, plan, watch, queue);
  }

  /** One that has another queue. */
  Recovery process(Embedder model, FaultPlan plan, CallWatch watch, JobQueue queue) {
    RunStore runs = ledger.runs();
    var ports =
        new RecoveryPorts(
            OWNER,
            ledger.extractions(),
            plan.around(
                LedgerAudit.class, watch.around(LedgerAudit.class, ledger.audit()), Store.POSTGRES),
            ledger.reaper(),
            plan.around(RemovalStore.class, ledger.removalStore(), Store.POSTGRES),
            ledger.orphans(),
            plan.around(RunStore.class, runs, Store.POSTGRES),
            plan.around(CollectionStore.class, ledger.collections(), Store.POSTGRES),
            plan.around(RetentionStore.class, ledger.retention(), Store.POSTGRES),
            queue,
            points(collection(model), plan, watch),
            points(sentinels, plan, watch),
            plan.around(
                Embedder.class,
                watch.around(Embedder.class, model),
                it -> new EmbedderUnavailableException(it, new IllegalStateException(it))),
            plan.around(
                ConversionStore.class,
                watch.around(ConversionStore.class, ledger.conversions()),
                Store.POSTGRES),
            it -> points(it.name().equals(old.collection()) ? old : now, plan, watch));
    var recovery =
        new Recovery(
            ports,
            RecoverySettings.DEFAULT,
            new Clocks(wall, clock),
            _ -> "{}",
            new RecoveryMetrics(new SimpleMeterRegistry()));
    processes.put(recovery, runs);
    return recovery;
  }

  private static PointStore points(InMemoryPointStore real, FaultPlan plan, CallWatch watch) {
    return plan.around(PointStore.class, watch.around(PointStore.class, real), Store.QDRANT);
  }

  /** Its process died, or its connection broke. */
  public void freeLocks(Recovery process) {
    ledger.kill(Objects.requireNonNull(processes.get(process)));
  }

  /** Every row with a point, in order. */
  public List<PointRow> rows() {
    return ledger.conversions().pointRowsOfOthers("", null, 10_000);
  }

  /** A process of the former model has started, and its collection is whole. */
  public Recovery started() {
    Recovery process = process(OLD, FaultPlan.none());
    process.ensureCollection();
    CollectionStore records = ledger.collections();
    records.refilled(Objects.requireNonNull(records.named(old.collection())));
    return process;
  }

  /** One run over everything. */
  public static RecoveryReport run(Recovery process, Depth depth, int limit) {
    return process.run(RecoveryRequest.sweep(depth, limit), UUID.randomUUID()).orElseThrow();
  }

  /** How many rows name a point of that model. */
  public long rowsOf(Embedder model) {
    return rows().stream().filter(it -> it.model().equals(model.model())).count();
  }

  /** S12: the point that a living row names stands in the collection of the row's model. */
  public void everyLivingPassageHasItsPoint() {
    for (PointRow row : rows()) {
      InMemoryPointStore in = row.model().equals(OLD.model()) ? old : now;
      if (row.living()) {
        assertThat(in.points())
            .as("the point of passage %d of %s", row.ordinal(), row.extraction())
            .anyMatch(it -> it.id().equals(row.embeddingId()));
      }
    }
  }

  /** The change is over, and nothing is left of the old model. */
  public void isOver() {
    assertThat(rowsOf(OLD)).as("rows of the old model").isZero();
    assertThat(old.exists()).as("the old collection").isFalse();
    assertThat(ledger.collections().all())
        .filteredOn(it -> !it.retired())
        .singleElement()
        .satisfies(it -> assertThat(it.name()).isEqualTo(now.collection()))
        .satisfies(it -> assertThat(it.refilling()).isFalse());
    everyLivingPassageHasItsPoint();
    assertThat(InvariantChecker.atRest(new Snapshot(ledger.inspect(), now.points(), List.of())))
        .isEmpty();
  }
}
