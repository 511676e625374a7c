package dev.tercet.cli.command;

import picocli.CommandLine.Command;

/** {@code tercet cancel}: ends extractions that are not finished. */
@Command(
    name = "cancel",
    mixinStandardHelpOptions = true,
    description = {
      "Ends extractions that are not finished.",
      "Exit code 1 when the status of any does not allow it."
    },
    footer = {
      "",
      "Examples:",
      "  tercet cancel --project letters 019acb52-7e1c-7d3a-9c57-0f2d6f6c2b11",
      "  tercet cancel --project letters --json ID1 ID2"
    })
public final class CancelCommand extends ExtractionAct {
  /** Made by the command line. */
  public CancelCommand() {
    super("POST", "/cancel", "is cancelled");
  }
}
