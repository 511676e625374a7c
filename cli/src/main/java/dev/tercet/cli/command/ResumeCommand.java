package dev.tercet.cli.command;

import dev.tercet.cli.client.ClientOptions;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tercet resume}: gives out of a paused queue again. */
@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    description = "Gives out of a paused queue again.",
    footer = {"", "Examples:", "  tercet resume low", "  tercet resume default --json"})
public final class ResumeCommand implements Callable<Integer> {
  private static final QueueAct ACT = new QueueAct("resume", "resumed");

  @Spec private @Nullable CommandSpec spec;
  @Mixin private ClientOptions options = new ClientOptions();

  @Parameters(paramLabel = "QUEUE", description = "critical, default or low.")
  private String queue = "";

  @Override
  public Integer call() {
    return options.call(spec, (client, terminal) -> ACT.ask(queue, options, client, terminal));
  }
}
