package dev.tercet.cli.command;

import picocli.CommandLine.Command;

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
public final class PauseCommand extends QueueAct {
  /** Made by the command line. */
  public PauseCommand() {
    super("pause", "paused");
  }
}
