package dev.tercet.api.cli;

import dev.tercet.api.config.ConfigException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
      DriftCommand.class,
      RecoverCommand.class,
      BenchCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  tercet demo                                   see it work, with nothing installed but a JDK",
      "  tercet serve                                  the service on http://127.0.0.1:8080",
      "  tercet extract letters/ --project letters     extract a folder of documents",
      "  tercet search --project letters \"who pays\"    find passages by meaning",
      "  tercet recover --project letters              make the three stores agree"
    })
public final class Commands implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Commands.class);
  private static final int FAILED = 1;
  private static final int MISUSED = 2;

  @Spec private CommandSpec spec;

  Commands(CommandSpec spec) {
    this.spec = spec;
  }

  Commands() {
    this(CommandSpec.create());
  }

  /** Runs one command; returns the exit code. */
  public static int run(String... arguments) {
    return commandLine(
            new PrintWriter(System.out, true, StandardCharsets.UTF_8),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8))
        .execute(arguments);
  }

  static CommandLine commandLine(PrintWriter out, PrintWriter err) {
    return new CommandLine(new Commands())
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setColorScheme(Help.defaultColorScheme(Terminal.ansi()))
        .setParameterExceptionHandler(Commands::misused)
        .setExecutionExceptionHandler(Commands::failed);
  }

  /** Without a command: how to use it. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command? See tercet --help");
  }

  private static int misused(ParameterException e, String[] arguments) {
    e.getCommandLine().getErr().println("tercet: " + oneLine(e));
    return MISUSED;
  }

  private static int failed(Exception e, CommandLine line, CommandLine.ParseResult parsed) {
    LOG.debug("the command failed", e);
    line.getErr().println("tercet: " + oneLine(e));
    return e instanceof ConfigException ? MISUSED : FAILED;
  }

  private static String oneLine(Exception e) {
    String message = e.getMessage();
    return message == null || message.isBlank()
        ? e.getClass().getSimpleName()
        : message.lines().findFirst().orElse(message);
  }

  /** The version of the jar. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Commands.class.getPackage().getImplementationVersion();
      return new String[] {"tercet " + (version == null ? "(development)" : version)};
    }
  }
}
