package dev.tercet.cli.training;

import dev.tercet.api.config.Settings;
import dev.tercet.api.config.TercetConfig;
import dev.tercet.api.wiring.ProgramFolder;
import dev.tercet.cli.client.ApiClient;
import dev.tercet.cli.demo.DemoCommand;
import dev.tercet.cli.demo.Demonstration;
import dev.tercet.cli.service.RunningService;
import dev.tercet.cli.service.StartNotices;
import dev.tercet.cli.service.TemporaryFolder;
import dev.tercet.cli.terminal.Streams;
import dev.tercet.cli.terminal.Terminal;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code tercet train}: what the launcher and the image's build run once, so that the AOT cache
 * holds the classes and profiles of the whole program (docs/adr/0015-an-aot-cache.md).
 */
@Command(
    name = "train",
    hidden = true,
    mixinStandardHelpOptions = true,
    description = {
      "Runs the program on embedded stores in folders that are removed afterwards: a load of",
      "generated documents with echo and hash, then the demo with rules and the default embedder.",
      "No file, variable or flag of the configuration counts. Progress goes to standard error."
    },
    footer = {"", "Examples:", "  tercet train", "  tercet train --documents 100"})
public final class TrainCommand implements Callable<Integer> {
  private static final int MOST_DOCUMENTS = 100_000;

  /** Whoever waits for a first start is not kept by a machine that is too slow for it. */
  private static final Duration LONGEST = Duration.ofMinutes(3);

  /** For what is interrupted to close its service and to remove its folder. */
  private static final Duration TO_STOP = Duration.ofSeconds(30);

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--documents",
      defaultValue = "2000",
      description = "How many are generated, 1 to 100000 (2000).")
  private int documents;

  /** What is done with a running service; true when all went well. */
  @FunctionalInterface
  private interface Act {
    boolean on(ApiClient client, TercetConfig config) throws IOException, InterruptedException;
  }

  @Override
  public Integer call() throws InterruptedException, ExecutionException {
    if (spec != null && (documents < 1 || documents > MOST_DOCUMENTS)) {
      throw new ParameterException(spec.commandLine(), "--documents is from 1 to 100000");
    }
    var progress = new Terminal(Streams.err(spec));
    var training = new FutureTask<>(() -> train(progress));
    Thread thread = Thread.ofPlatform().daemon().name("training").start(training);
    try {
      return training.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS) ? 0 : 1;
    } catch (TimeoutException _) {
      progress.plain("the training did not end within " + LONGEST);
      thread.interrupt();
      if (!thread.join(TO_STOP)) {
        progress.plain("it did not stop within " + TO_STOP + ", and leaves its folder behind");
      }
      return 1;
    }
  }

  private boolean train(Terminal progress) throws IOException, InterruptedException {
    var demonstration = new Demonstration(ProgramFolder.path().resolve("samples"), progress);
    var samples = demonstration.documents();
    return play("echo", "hash", (client, _) -> new TrainingLoad(client, documents, progress).play())
        && play("rules", "minilm", (client, config) -> demonstration.show(client, samples, config));
  }

  private static boolean play(String model, String embedder, Act act)
      throws IOException, InterruptedException {
    TemporaryFolder folder = TemporaryFolder.create("tercet-train-");
    TercetConfig config =
        TercetConfig.of(
            Settings.defaults()
                .withFlag("train", "tercet.mode", "embedded")
                .withFlag("train", "tercet.embedded.qdrant", "engine")
                .withFlag("train", "tercet.port", "0")
                .withFlag("train", "tercet.data-dir", folder.path().toString())
                .withFlag("train", "tercet.llm.provider", model)
                .withFlag("train", "tercet.embedding.provider", embedder)
                // As in the demo: the repair is shown on request.
                .withFlag("train", "tercet.reconciler.interval", "10m"));
    try (var running = new RunningService(config, StartNotices.silent());
        var client = new ApiClient(running.awaitReady(), DemoCommand.key(config))) {
      return act.on(client, config);
    } finally {
      folder.delete();
    }
  }
}
