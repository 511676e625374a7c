package dev.tercet.cli.terminal;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Where a command writes: what it found to standard output, everything else to standard error. */
public final class Streams {
  private Streams() {}

  public static PrintWriter out(@Nullable CommandSpec spec) {
    return required(spec).commandLine().getOut();
  }

  public static PrintWriter err(@Nullable CommandSpec spec) {
    return required(spec).commandLine().getErr();
  }

  private static CommandSpec required(@Nullable CommandSpec spec) {
    if (spec == null) {
      throw new IllegalStateException("a command runs only inside a command line");
    }
    return spec;
  }
}
