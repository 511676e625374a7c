package dev.tercet.api.wiring;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.api.config.EmbeddingConfig;
import dev.tercet.api.providers.Providers;
import dev.tercet.pipeline.PipelineMetrics;
import dev.tercet.pipeline.PipelineSettings;
import dev.tercet.pipeline.PipelineStores;
import dev.tercet.pipeline.accept.AcceptExtraction;
import dev.tercet.pipeline.accept.CheckedDocument.Storable;
import dev.tercet.pipeline.attempt.AttemptFactory;
import dev.tercet.pipeline.model.AskedModels;
import dev.tercet.pipeline.provider.HashEmbedder;
import dev.tercet.pipeline.provider.ProviderGate;
import dev.tercet.pipeline.provider.RulesProvider;
import dev.tercet.pipeline.relay.Relay;
import dev.tercet.pipeline.search.SearchPassages;
import dev.tercet.pipeline.worker.QueueWorker;
import dev.tercet.recovery.Recovery;
import dev.tercet.recovery.plan.RecoveryMetrics;
import dev.tercet.recovery.plan.RecoveryPorts;
import dev.tercet.recovery.plan.RecoverySettings;
import dev.tercet.saga.port.ConversionStore;
import dev.tercet.saga.port.Embedder;
import dev.tercet.saga.port.PassageStore;
import dev.tercet.saga.port.PointStore;
import dev.tercet.saga.port.WorkerSessions;
import dev.tercet.saga.time.Clocks;
import dev.tercet.testkit.SettableClock;
import dev.tercet.testkit.contract.Submissions;
import dev.tercet.testkit.memory.InMemoryLedger;
import dev.tercet.testkit.memory.point.InMemoryPointStore;
import dev.tercet.testkit.memory.queue.InMemoryJobQueue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Search while the passages of existing documents change their embedding model. */
class ModelChangeSearchTest {
  private static final int DOCUMENTS = 300;
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Embedder OLD = new HashEmbedder(64);
  private static final Embedder NEW = new HashEmbedder(HashEmbedder.DEFAULT_DIMENSION);
  private static final UUID OWNER = new UUID(1, 2);

  private final SettableClock clock = new SettableClock();
  private final InMemoryLedger ledger = new InMemoryLedger(clock);
  private final InMemoryJobQueue queue = new InMemoryJobQueue(clock, Duration.ZERO);
  private final InMemoryPointStore oldPoints = new InMemoryPointStore("old", OWNER, 64);
  private final InMemoryPointStore newPoints =
      new InMemoryPointStore("new", OWNER, HashEmbedder.DEFAULT_DIMENSION);
  private final UUID project = ledger.projects().put("tenant", "p", "{}", "{}").project().id();
  private Runnable beforeCalls = () -> {};
  private Runnable beforeSearches = () -> {};

  @BeforeEach
  void documentsOfTheOldModel() {
    recovery(OLD, oldPoints).ensureCollection();
    ledger.collections().refilled(requireNonNull(ledger.collections().named("old")));
    work(OLD, oldPoints, DOCUMENTS);
    clock.advance(LONG);
  }

  private void work(Embedder embedder, PointStore points, int documents) {
    var settings = PipelineSettings.DEFAULTS;
    var metrics = new PipelineMetrics(new SimpleMeterRegistry(), clock);
    var relay = new Relay(ledger.extractions(), queue, settings.relaying(), clock);
    var accept = new AcceptExtraction(ledger.extractions(), relay, settings, metrics, clock);
    for (int number = 0; number < documents; number++) {
      var document = Submissions.document(source(number), text(number));
      accept.accept(
          ledger.projects().find("tenant", "p").orElseThrow(), (Storable) accept.check(document));
    }
    clock.advance(LONG);
    relay.pollOnce();
    var worker =
        new QueueWorker(
            new PipelineStores(
                ledger.extractions(),
                queue,
                ledger.sessions(),
                ledger.answers(),
                ledger.passages(),
                points,
                ledger.entities(),
                ledger.closings(),
                ledger.batches()),
            new AttemptFactory(
                new RulesProvider(), ProviderGate.open("rules", clock), embedder, new Random(7)),
            new WorkerSessions.Worker("here", 1, "test", settings.working().concurrency()),
            settings,
            metrics,
            clock);
    while (worker.takeOnce() > 0) {
      assertThat(worker.awaitIdle(Duration.ofSeconds(30))).isTrue();
    }
  }

  private static String source(int number) {
    return "letter " + number;
  }

  private static String text(int number) {
    return "The quarrel of number%d with neighbour%d ended well.".formatted(number, number * 7);
  }

  private Recovery recovery(Embedder embedder, PointStore points) {
    return new Recovery(
        new RecoveryPorts(
            OWNER,
            ledger.extractions(),
            ledger.audit(),
            ledger.reaper(),
            ledger.removalStore(),
            ledger.orphans(),
            ledger.runs(),
            ledger.collections(),
            ledger.retention(),
            queue,
            watched(PointStore.class, points),
            new InMemoryPointStore("sentinels", OWNER, 1),
            embedder,
            watched(ConversionStore.class, ledger.conversions()),
            it -> watched(PointStore.class, it.name().equals("old") ? oldPoints : newPoints)),
        RecoverySettings.DEFAULT,
        new Clocks(clock, clock),
        _ -> "{}",
        new RecoveryMetrics(new SimpleMeterRegistry()));
  }

  private <T> T watched(Class<T> port, T real) {
    return CallWatch.before(port, real, _ -> beforeCalls.run());
  }

  /** The search of a process of that model, as the program wires it. */
  private SearchPassages search(Embedder model, InMemoryPointStore points, PassageStore passages) {
    var config =
        new EmbeddingConfig(
            EmbeddingConfig.Provider.HASH, null, null, null, Optional.empty(), 64, "", "", LONG);
    var models =
        new Models(
            AskedModels.only(new RulesProvider(), ProviderGate.open("rules", clock)),
            model,
            new Providers(List.of()),
            config,
            HttpClient.newHttpClient(),
            new LateCallRates(),
            new Clocks(clock, clock));
    var former =
        new FormerModels(
            ledger.collections()::all,
            it -> gated(it.name().equals("old") ? oldPoints : newPoints),
            points,
            models);
    return new SearchPassages(model, gated(points), passages, former);
  }

  /** Points whose every search is preceded by what {@link #beforeSearches} says. */
  private PointStore gated(PointStore real) {
    return CallWatch.before(
        PointStore.class,
        real,
        name -> {
          if (name.equals("search")) {
            beforeSearches.run();
          }
        });
  }

  private List<String> found(SearchPassages search, int number, int limit) {
    return search.search(project, text(number), limit, List.of()).passages().stream()
        .map(it -> it.living().source())
        .toList();
  }

  @Test
  void answersBeforeDuringAndAfterEveryCallOfTheConversion() {
    Recovery process = recovery(NEW, newPoints);
    process.ensureCollection();
    SearchPassages search = search(NEW, newPoints, ledger.passages());
    assertThat(found(search, 7, 3)).contains(source(7));
    assertThat(search.search(project, text(7), 1, List.of()).partial()).isTrue();

    beforeCalls =
        () -> {
          for (int number : List.of(0, 120, 299)) {
            assertThat(found(search, number, 2)).contains(source(number));
          }
        };
    int handled = 0;
    for (int pass = 0; pass < 20; pass++) {
      handled += process.convertOnce(UUID::randomUUID);
      assertThat(found(search, pass, 2)).contains(source(pass));
      clock.advance(LONG);
    }

    assertThat(handled).isEqualTo(DOCUMENTS);
    assertThat(process.readingCollection()).isEqualTo("new");
    assertThat(search.search(project, text(7), 1, List.of()).partial()).isFalse();
    assertThat(oldPoints.exists()).isFalse();
    assertThat(newPoints.count()).isEqualTo(DOCUMENTS);
    beforeCalls = () -> {};
    for (int number = 0; number < DOCUMENTS; number += 11) {
      assertThat(found(search, number, 1)).containsExactly(source(number));
    }
  }

  /** A process that has begun to convert. */
  private Recovery whileConverting() {
    Recovery process = recovery(NEW, newPoints);
    process.ensureCollection();
    process.convertOnce(UUID::randomUUID);
    clock.advance(LONG);
    return process;
  }

  @Test
  void findsAPassageThatIsConvertedBetweenTheQuestionAndTheLedger() {
    Recovery process = whileConverting();
    boolean[] begun = {false};
    PassageStore slow =
        CallWatch.before(
            PassageStore.class,
            ledger.passages(),
            _ -> {
              if (!begun[0]) {
                begun[0] = true;
                assertThat(process.convertOnce(UUID::randomUUID)).isPositive();
              }
            });

    assertThat(found(search(NEW, newPoints, slow), 5, 1)).containsExactly(source(5));
    assertThat(begun[0]).isTrue();
  }

  /** The conversion happens between the questions to the two collections. */
  private void findsWhatIsConvertedMeanwhile(SearchPassages search, Recovery process) {
    int[] asked = {0};
    beforeSearches =
        () -> {
          if (++asked[0] == 2) {
            assertThat(process.convertOnce(UUID::randomUUID)).isPositive();
          }
        };
    assertThat(found(search, 5, 1)).containsExactly(source(5));
    assertThat(asked[0]).isGreaterThanOrEqualTo(2);
  }

  @Test
  void findsAPassageThatIsConvertedBetweenTheQuestionsToTwoCollections() {
    Recovery process = whileConverting();
    findsWhatIsConvertedMeanwhile(search(NEW, newPoints, ledger.passages()), process);
  }

  @Test
  void findsItInAProcessOfTheFormerModelToo() {
    Recovery process = whileConverting();
    findsWhatIsConvertedMeanwhile(search(OLD, oldPoints, ledger.passages()), process);
  }

  @Test
  void ranksOldAndNewPassagesTogetherByRank() {
    Recovery process = recovery(NEW, newPoints);
    process.ensureCollection();
    for (int number = 0; number < 10; number++) {
      ledger.extractions().delete(project, extraction(number));
    }
    work(NEW, newPoints, 10);

    assertThat(newPoints.count()).isEqualTo(10);
    SearchPassages search = search(NEW, newPoints, ledger.passages());
    assertThat(found(search, 3, 2)).contains(source(3)).hasSize(2);
    assertThat(found(search, 200, 2)).contains(source(200)).hasSize(2);
    assertThat(found(search, 200, 40))
        .as("the best of both are among the first")
        .hasSize(40)
        .doesNotHaveDuplicates();
  }

  private UUID extraction(int number) {
    return ledger.reader().living(project, source(number)).orElseThrow();
  }
}
