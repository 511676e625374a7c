package dev.tercet.cli.bench.work;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.api.config.TercetConfig;
import dev.tercet.cli.bench.count.CostReading;
import dev.tercet.cli.bench.count.SearchCost;
import dev.tercet.cli.service.RunningService;
import dev.tercet.cli.service.StartNotices;
import dev.tercet.pipeline.LoopSignal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

/** The pass that indexes words, by a process of the reconciler's role, after the load. */
final class WordsPass {
  private static final Duration LOOK = Duration.ofMillis(100);

  private final WorkPlace place;
  private final Path folder;

  WordsPass(WorkPlace place, Path folder) {
    this.place = place;
    this.folder = folder;
  }

  /** Waits until so many documents are in the index; writes what that cost each. */
  void measure(int documents, ObjectNode json) throws SQLException, InterruptedException {
    place.progress().plain("indexing their words …");
    TercetConfig config =
        TercetConfig.of(
            place
                .stores()
                .on(place.settings())
                .withFlag("bench", "tercet.port", "0")
                .withFlag("bench", "tercet.roles", "reconciler")
                .withFlag("bench", "tercet.data-dir", folder.toString()));
    CostReading before = place.meter().read();
    try (var service = new RunningService(config, StartNotices.silent())) {
      service.awaitReady();
      var pause = new LoopSignal();
      SearchCost none = new SearchCost(0, 0);
      SearchCost now = SearchCost.read(service.meters());
      while (now.extractions() < documents) {
        pause.rest(LOOK);
        now = SearchCost.read(service.meters());
      }
      ObjectNode words = now.since(none);
      place.meter().read().putOfStores(before, documents, words);
      json.set("words", words);
    }
  }
}
