package dev.tercet.cli.command;

import picocli.CommandLine.Command;

/** {@code tercet resume}: gives out of a paused queue again. */
@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    description = "Gives out of a paused queue again.",
    footer = {"", "Examples:", "  tercet resume low", "  tercet resume default --json"})
public final class ResumeCommand extends QueueAct {
  /** Made by the command line. */
  public ResumeCommand() {
    super("resume", "resumed");
  }
}
