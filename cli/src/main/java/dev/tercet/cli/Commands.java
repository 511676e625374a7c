package dev.tercet.cli;

import dev.tercet.cli.bench.BenchCommand;
import dev.tercet.cli.client.CommandFailure;
import dev.tercet.cli.command.BudgetCommand;
import dev.tercet.cli.command.CancelCommand;
import dev.tercet.cli.command.DeadLettersCommand;
import dev.tercet.cli.command.DeleteCommand;
import dev.tercet.cli.command.DriftCommand;
import dev.tercet.cli.command.ExtractCommand;
import dev.tercet.cli.command.GetCommand;
import dev.tercet.cli.command.HistoryCommand;
import dev.tercet.cli.command.ListCommand;
import dev.tercet.cli.command.PauseCommand;
import dev.tercet.cli.command.ProjectsCommand;
import dev.tercet.cli.command.RecoverCommand;
import dev.tercet.cli.command.RedriveCommand;
import dev.tercet.cli.command.ResumeCommand;
import dev.tercet.cli.command.RetryCommand;
import dev.tercet.cli.command.SchedulesCommand;
import dev.tercet.cli.command.SearchCommand;
import dev.tercet.cli.command.ServeCommand;
import dev.tercet.cli.command.SpendCommand;
import dev.tercet.cli.command.StatusCommand;
import dev.tercet.cli.demo.DemoCommand;
import dev.tercet.cli.terminal.Terminal;
import dev.tercet.cli.training.TrainCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** All commands. */
@Command(
    name = "tercet",
    mixinStandardHelpOptions = true,
    versionProvider = Commands.Version.class,
    description = "Documents become structured facts that Postgres, Redis and Qdrant agree on.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      ServeCommand.class,
      ExtractCommand.class,
      SearchCommand.class,
      StatusCommand.class,
      ProjectsCommand.class,
      ListCommand.class,
      GetCommand.class,
      HistoryCommand.class,
      RetryCommand.class,
      CancelCommand.class,
      DeleteCommand.class,
      DeadLettersCommand.class,
      RedriveCommand.class,
      SchedulesCommand.class,
      SpendCommand.class,
      BudgetCommand.class,
      PauseCommand.class,
      ResumeCommand.class,
      DriftCommand.class,
      RecoverCommand.class,
      BenchCommand.class,
      TrainCommand.class,
      VersionCommand.class,
      CompletionCommand.class,
      CommandLine.HelpCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  tercet demo                                   see it work, with nothing installed but a JDK",
      "  tercet serve                                  the service on http://127.0.0.1:8080",
      "  tercet extract letters/ --project letters     extract a folder of documents",
      "  tercet search --project letters \"who pays\"    find passages by meaning",
      "  tercet recover --project letters              make the three stores agree",
      "",
      "Exit codes: 0 done, 1 what was asked did not hold, 2 misused, 130 interrupted."
    })
public final class Commands implements Runnable {
  @Spec private CommandSpec spec;

  Commands(CommandSpec spec) {
    this.spec = spec;
  }

  Commands() {
    this(CommandSpec.create());
  }

  /** Runs one command; returns the exit code. */
  public static int run(String... arguments) {
    var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    try (var _ = InterruptNotice.of(err, arguments)) {
      return commandLine(new PrintWriter(System.out, true, StandardCharsets.UTF_8), err)
          .execute(arguments);
    }
  }

  public static CommandLine commandLine(PrintWriter out, PrintWriter err) {
    return new CommandLine(new Commands())
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setColorScheme(Help.defaultColorScheme(Terminal.ansi()))
        .setParameterExceptionHandler(CommandFailure::misused)
        .setExecutionExceptionHandler(CommandFailure::failed);
  }

  /** Without a command: how to use it. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command? See tercet --help");
  }

  /** The version of the jar. */
  static String version() {
    String version = Commands.class.getPackage().getImplementationVersion();
    return version == null ? "(development)" : version;
  }

  /** What {@code --version} prints. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"tercet " + version()};
    }
  }
}
