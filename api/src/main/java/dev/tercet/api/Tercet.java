package dev.tercet.api;

import dev.tercet.api.cli.Commands;

/** The program: {@code ./tercet}, the jar and the container image all begin here. */
public final class Tercet {
  private Tercet() {}

  /** Runs one command and ends the process with its exit code: 0 done, 1 failed, 2 misused. */
  public static void main(String[] arguments) {
    System.exit(Commands.run(arguments));
  }
}
