package dev.tercet.cli.command;

import picocli.CommandLine.Command;

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
public final class DeleteCommand extends ExtractionAct {
  /** Made by the command line. */
  public DeleteCommand() {
    super("DELETE", "", "is deleted");
  }
}
