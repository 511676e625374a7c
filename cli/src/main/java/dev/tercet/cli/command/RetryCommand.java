package dev.tercet.cli.command;

import picocli.CommandLine.Command;

/**
 * {@code tercet retry}: gives failed extractions another attempt, waiting ones their next one now,
 * and those that are done without some passages a new version that asks for these.
 */
@Command(
    name = "retry",
    mixinStandardHelpOptions = true,
    description = {
      "Gives failed extractions another attempt, and waiting ones their next one now.",
      "Of one that is done without some passages it makes a new version that asks the model for these only.",
      "Exit code 1 when the status of any does not allow it."
    },
    footer = {
      "",
      "Examples:",
      "  tercet retry --project letters 019acb52-7e1c-7d3a-9c57-0f2d6f6c2b11",
      "  tercet retry --project letters --json ID1 ID2"
    })
public final class RetryCommand extends ExtractionAct {
  /** Made by the command line. */
  public RetryCommand() {
    super("POST", "/retry", "will be tried again");
  }
}
