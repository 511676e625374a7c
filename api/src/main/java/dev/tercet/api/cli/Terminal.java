package dev.tercet.api.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine.Help.Ansi;

/** What a person sees: colour and progress on a terminal, neither in a pipe. */
final class Terminal {
  private static final int BAR = 30;

  private final PrintWriter out;
  private final Ansi ansi;
  private boolean inProgress;

  Terminal(PrintWriter out) {
    this(out, ansi());
  }

  Terminal(PrintWriter out, Ansi ansi) {
    this.out = out;
    this.ansi = ansi;
  }

  /** Colour when standard output is a terminal and {@code NO_COLOR} is not set. */
  @SuppressWarnings("SystemConsoleNull") // it is null in a JVM without the module jdk.internal.le
  static Ansi ansi() {
    boolean terminal =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    return terminal && System.getenv("NO_COLOR") == null ? Ansi.ON : Ansi.OFF;
  }

  /** A line; {@code @|bold …|@} marks what is coloured on a terminal. */
  void line(String markup) {
    endProgress();
    out.println(ansi.string(markup));
    out.flush();
  }

  /** A line as it is. */
  void plain(String text) {
    endProgress();
    out.println(text);
    out.flush();
  }

  /** Draws over the progress bar, on a terminal only. */
  void progress(long done, long all, String what) {
    if (ansi.enabled() && all > 0) {
      int filled = (int) (BAR * done / all);
      out.print(
          "\r\u001b[K"
              + "█".repeat(filled)
              + "░".repeat(BAR - filled)
              + " "
              + done
              + "/"
              + all
              + " "
              + what);
      out.flush();
      inProgress = true;
    }
  }

  /** Says what is being done, on a terminal only. */
  void step(String what) {
    if (ansi.enabled()) {
      out.print("\r\u001b[K" + what + " …");
      out.flush();
      inProgress = true;
    }
  }

  private void endProgress() {
    if (inProgress) {
      out.print("\r\u001b[K");
      inProgress = false;
    }
  }
}
