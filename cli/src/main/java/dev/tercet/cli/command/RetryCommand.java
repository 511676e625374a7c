package dev.tercet.cli.command;

import dev.tercet.cli.client.ClientOptions;
import dev.tercet.cli.client.ExtractionOptions;
import dev.tercet.cli.terminal.Streams;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code tercet retry}: gives failed extractions another attempt, and waiting ones their next one
 * now.
 */
@Command(
    name = "retry",
    mixinStandardHelpOptions = true,
    description = {
      "Gives failed extractions another attempt, and waiting ones their next one now.",
      "Exit code 1 when the status of any does not allow it."
    },
    footer = {
      "",
      "Examples:",
      "  tercet retry --project letters 019acb52-7e1c-7d3a-9c57-0f2d6f6c2b11",
      "  tercet retry --project letters --json ID1 ID2"
    })
public final class RetryCommand implements Callable<Integer> {
  private static final ExtractionAct ACT =
      new ExtractionAct("POST", "/retry", "will be tried again");

  @Spec private @Nullable CommandSpec spec;
  @Mixin private ClientOptions options = new ClientOptions();
  @Mixin private ExtractionOptions extractions = new ExtractionOptions();

  @Override
  public Integer call() {
    return options.call(
        spec,
        (client, terminal) -> ACT.ask(options, extractions, client, terminal, Streams.err(spec)));
  }
}
