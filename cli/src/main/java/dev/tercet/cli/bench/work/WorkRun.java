package dev.tercet.cli.bench.work;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.api.config.Settings;
import dev.tercet.api.config.TercetConfig;
import dev.tercet.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;

/** Measures a load that has a name. */
public final class WorkRun {
  private static final int USUAL_DOCUMENTS = 20_000;
  private static final List<Integer> RATES = List.of(100, 800);

  private final WorkOptions options;
  private final Settings settings;
  private final Terminal progress;
  private final Consumer<ObjectNode> lines;

  /**
   * A measurement.
   *
   * @param settings with the model, the embedder and the stores
   * @param lines is told each result
   */
  public WorkRun(
      WorkOptions options, Settings settings, Terminal progress, Consumer<ObjectNode> lines) {
    this.options = options;
    this.settings = settings;
    this.progress = progress;
    this.lines = lines;
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
    try (WorkStores on = WorkStores.of(TercetConfig.of(settings), stores, progress)) {
      return switch (work) {
        case W1 -> burst(on, documents == 0 ? USUAL_DOCUMENTS : documents, folder);
        case W3 -> latency(on, folder);
      };
    }
  }

  private boolean burst(WorkStores stores, int documents, Path folder)
      throws InterruptedException, SQLException {
    Settings ours =
        options.wordsBeside() ? settings : settings.withFlag("bench", "tercet.roles", "api,worker");
    try (var place = new WorkPlace(stores, ours, folder.resolve("service"), progress)) {
      var burst = new BurstWork(place, documents);
      var words = new WordsPass(place, folder.resolve("words"));
      boolean good = true;
      for (int round = 1; round <= options.rounds(); round++) {
        ObjectNode json = burst.measure(round);
        if (!options.wordsBeside()) {
          words.measure(documents, json);
        }
        good &= tell(json);
      }
      return good;
    }
  }

  private boolean latency(WorkStores stores, Path folder)
      throws InterruptedException, SQLException {
    try (var place = new WorkPlace(stores, settings, folder.resolve("service"), progress)) {
      var latency = new LatencyWork(place, options.seconds());
      boolean good = true;
      for (int rate : RATES) {
        good &= tell(latency.measure(rate));
      }
      return good;
    }
  }

  private boolean tell(ObjectNode json) {
    lines.accept(json);
    return json.path("failed").asLong() == 0;
  }
}
