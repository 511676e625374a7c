package dev.tercet.cli;

import dev.tercet.cli.terminal.Streams;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tercet completion}: what a shell needs to complete commands and flags. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = "Prints a script with which bash or zsh completes commands and flags.",
    footer = {
      "",
      "Examples:",
      "  source <(tercet completion bash)",
      "  tercet completion zsh > ~/.tercet-completion && echo source ~/.tercet-completion >> ~/.zshrc"
    })
final class CompletionCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "SHELL",
      arity = "0..1",
      defaultValue = "bash",
      description = "${COMPLETION-CANDIDATES} (bash).")
  private Shell shell = Shell.BASH;

  /** A shell whose completion is known. */
  enum Shell {
    BASH,
    ZSH;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public Integer call() {
    PrintWriter out = Streams.out(spec);
    String script = AutoComplete.bash("tercet", Commands.commandLine(out, Streams.err(spec)));
    if (shell == Shell.ZSH) {
      // The same functions, by what zsh has for bash's.
      out.println("autoload -U +X compinit && compinit");
      out.println("autoload -U +X bashcompinit && bashcompinit");
    }
    out.print(script);
    out.flush();
    return 0;
  }
}
