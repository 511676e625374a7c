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

/** {@code tercet delete}: deletes extractions from all stores; their history stays. */
@Command(
    name = "delete",
    mixinStandardHelpOptions = true,
    description = {
      "Deletes extractions from all stores; their history stays.",
      "Exit code 1 when any is not there."
    },
    footer = {
      "",
      "Examples:",
      "  tercet delete --project letters 019acb52-7e1c-7d3a-9c57-0f2d6f6c2b11",
      "  tercet delete --project letters --json ID1 ID2"
    })
public final class DeleteCommand implements Callable<Integer> {
  private static final ExtractionAct ACT = new ExtractionAct("DELETE", "", "is deleted");

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
