package dev.tercet.cli.command;

import dev.tercet.cli.client.ClientOptions;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code tercet pause}: gives nothing more out of a queue until it is resumed; what is under way
 * goes on.
 */
@Command(
    name = "pause",
    mixinStandardHelpOptions = true,
    description =
        "Gives nothing more out of a queue until it is resumed; what is under way goes on.",
    footer = {"", "Examples:", "  tercet pause low", "  tercet pause default --json"})
public final class PauseCommand implements Callable<Integer> {
  private static final QueueAct ACT = new QueueAct("pause", "paused");

  @Spec private @Nullable CommandSpec spec;
  @Mixin private ClientOptions options = new ClientOptions();

  @Parameters(paramLabel = "QUEUE", description = "critical, default or low.")
  private String queue = "";

  @Override
  public Integer call() {
    return options.call(spec, (client, terminal) -> ACT.ask(queue, options, client, terminal));
  }
}
