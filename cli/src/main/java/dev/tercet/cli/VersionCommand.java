package dev.tercet.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tercet.cli.terminal.Streams;
import dev.tercet.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tercet version}: which version this is. */
@Command(
    name = "version",
    mixinStandardHelpOptions = true,
    description = "Shows the version of this program.",
    footer = {"", "Examples:", "  tercet version", "  tercet version --json"})
final class VersionCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--json", description = "Answer with JSON, for a script.")
  private boolean json;

  @Override
  public Integer call() {
    var terminal = new Terminal(Streams.out(spec));
    if (json) {
      terminal.json(JsonNodeFactory.instance.objectNode().put("version", Commands.version()));
    } else {
      terminal.plain("tercet " + Commands.version());
    }
    return 0;
  }
}
