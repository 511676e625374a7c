package dev.tercet.cli.bench.work;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.api.config.Settings;
import dev.tercet.api.config.TercetConfig;
import dev.tercet.cli.bench.load.Letters;
import dev.tercet.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Measures a load that has a name. */
public final class WorkRun {
  private static final int USUAL_DOCUMENTS = 20_000;
  private static final List<Integer> RATES = List.of(100, 800);

  private static final int STORED_DOCUMENTS = 100_000;
  private static final int LARGE_DOCUMENTS = 200;
  private static final int PASSAGES = 500;
  private static final List<Integer> CROWDS = List.of(1, 2, 4);

  private final WorkOptions options;
  private final Settings settings;
  private final List<String> arguments;
  private final Terminal progress;
  private final Consumer<ObjectNode> lines;

  /**
   * A measurement.
   *
   * @param settings with the model, the embedder and the stores
   * @param arguments that a process of its own is given beside what is measured
   * @param lines is told each result
   */
  public WorkRun(
      WorkOptions options,
      Settings settings,
      List<String> arguments,
      Terminal progress,
      Consumer<ObjectNode> lines) {
    this.options = options;
    this.settings = settings;
    this.arguments = arguments;
    this.progress = progress;
    this.lines = lines;
  }

  /** Something measured in this process. */
  @FunctionalInterface
  private interface Measurement {
    boolean at(WorkPlace place) throws SQLException, InterruptedException;
  }

  /**
   * Runs it; whether every document was done.
   *
   * @param documents 0 for the load's own number
   * @param stores where embedded ones keep their data
   * @param folder that is removed afterwards
   */
  public boolean run(Work work, int documents, Path stores, Path folder)
      throws IOException, InterruptedException, SQLException {
    int many = documents == 0 ? USUAL_DOCUMENTS : documents;
    try (WorkStores on = WorkStores.of(TercetConfig.of(settings), stores, progress)) {
      var processes = new WorkProcesses(on, arguments, folder, progress);
      return switch (work) {
        case W1 -> here(on, loaded(), folder, place -> burst(place, many, folder));
        case W2 -> tell(new CrashWork(processes, many).measure());
        case W3 -> here(on, settings, folder, this::latency);
        case W4 -> here(on, quiet(), folder, place -> tell(new RepairWork(place, many).lost()));
        case W5 -> here(on, loaded(), folder, place -> growth(place, documents, folder));
        case W6 -> here(on, quiet(), folder, place -> tell(new RepairWork(place, many).clean()));
        case W7 -> here(on, loaded(), folder, place -> large(place, documents));
        case W8 -> here(on, settings, folder, place -> snapshot(place, many));
        case W9 -> crowds(processes, many);
      };
    }
  }

  /** Without the pass that indexes words, unless it is wanted beside. */
  private Settings loaded() {
    return options.wordsBeside()
        ? settings
        : settings.withFlag("bench", "tercet.roles", "api,worker");
  }

  /** Without sweeps of its own. */
  private Settings quiet() {
    return settings.withFlag("bench", "tercet.reconciler.interval", "24h");
  }

  private boolean here(WorkStores stores, Settings ours, Path folder, Measurement measurement)
      throws InterruptedException, SQLException {
    try (var place = new WorkPlace(stores, ours, folder.resolve("service"), progress)) {
      return measurement.at(place);
    }
  }

  private boolean burst(WorkPlace place, int documents, Path folder)
      throws InterruptedException, SQLException {
    var burst = new BurstWork(place, documents);
    var words = new WordsPass(place, folder.resolve("words"));
    List<Double> rates = new ArrayList<>();
    boolean good = true;
    for (int round = 1; round <= options.rounds(); round++) {
      ObjectNode json = burst.measure(Work.W1, round);
      if (!options.wordsBeside()) {
        words.measure(documents, json);
      }
      rates.add(json.path("perSecond").asDouble());
      good &= tell(json);
    }
    if (options.ceiling()) {
      var ceiling = new CeilingWork(place, documents);
      for (int round = 1; round <= rates.size(); round++) {
        good &= tell(ceiling.measure(round, rates.get(round - 1)));
      }
    }
    return good;
  }

  private boolean growth(WorkPlace place, int documents, Path folder)
      throws InterruptedException, SQLException {
    List<Boolean> good = new ArrayList<>();
    new GrowthWork(place, new WordsPass(place, folder.resolve("words")), options.projects())
        .measure(
            documents == 0 ? STORED_DOCUMENTS : documents,
            !options.wordsBeside(),
            json -> good.add(tell(json)));
    return !good.contains(false);
  }

  private boolean large(WorkPlace place, int documents) throws InterruptedException, SQLException {
    int many = documents == 0 ? LARGE_DOCUMENTS : documents;
    return tell(
        new BurstWork(place, many, number -> Letters.text(number, PASSAGES)).measure(Work.W7, 1));
  }

  private boolean snapshot(WorkPlace place, int documents)
      throws InterruptedException, SQLException {
    List<Boolean> good = new ArrayList<>();
    new SnapshotWork(place, documents, options.snapshot()).measure(json -> good.add(tell(json)));
    return !good.contains(false);
  }

  private boolean crowds(WorkProcesses processes, int documents)
      throws IOException, InterruptedException, SQLException {
    boolean good = true;
    for (int count : CROWDS) {
      good &= tell(new CrowdWork(processes, documents).measure(count));
    }
    return good;
  }

  private boolean latency(WorkPlace place) throws SQLException {
    var latency = new LatencyWork(place, options.seconds());
    boolean good = true;
    for (int rate : RATES) {
      good &= tell(latency.measure(rate));
    }
    return good;
  }

  private boolean tell(ObjectNode json) {
    lines.accept(json);
    return json.path("failed").asLong() == 0;
  }
}
