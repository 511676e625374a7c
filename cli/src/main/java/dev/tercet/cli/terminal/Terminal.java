package dev.tercet.cli.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What a person sees: colour and progress on a terminal, neither in a pipe. Whatever is printed is
 * made visible first, so that no document and no answer reaches the terminal with an escape.
 */
public final class Terminal {
  private static final int BAR = 30;
  private static final int USUAL_WIDTH = 80;
  private static final int NARROWEST = 40;
  private static final int WIDEST = 1_000;

  private final PrintWriter out;
  private final Ansi ansi;
  private boolean inProgress;

  public Terminal(PrintWriter out) {
    this(out, ansi());
  }

  Terminal(PrintWriter out, Ansi ansi) {
    this.out = out;
    this.ansi = ansi;
  }

  /** Nobody reads on: the command may end. */
  public static final class ClosedOutputException extends RuntimeException {
    ClosedOutputException() {
      super("the reader of standard output is gone", null, false, false);
    }
  }

  /** Colour when standard output is a terminal and {@code NO_COLOR} is not set. */
  public static Ansi ansi() {
    return isTerminal() && System.getenv("NO_COLOR") == null ? Ansi.ON : Ansi.OFF;
  }

  private static boolean isTerminal() {
    return screen().isPresent();
  }

  /** What only a person sees: neither a pipe nor a file, wherever the other streams lead. */
  @SuppressWarnings("SystemConsoleNull") // it is null in a JVM without the module jdk.internal.le
  public static Optional<PrintWriter> screen() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal).map(Console::writer);
  }

  /** How many columns a line may have: the terminal's, or {@value #USUAL_WIDTH}. */
  int width() {
    return width(System.getenv("COLUMNS"), isTerminal());
  }

  static int width(@Nullable String columns, boolean terminal) {
    int width = USUAL_WIDTH;
    if (columns != null && columns.matches("\\d{1,4}")) {
      width = Integer.parseInt(columns);
    } else if (terminal) {
      width = CommandSpec.create().usageMessage().autoWidth(true).width();
    }
    return Math.clamp(width, NARROWEST, WIDEST);
  }

  /**
   * A line; {@code @|bold …|@} marks what is coloured on a terminal.
   *
   * @param values take the places of the markup's {@code %s}, and are never markup themselves
   */
  public void line(String markup, Object... values) {
    String styled = ansi.string(PrintedText.of(markup));
    println(
        values.length == 0
            ? styled
            : String.format(
                Locale.ROOT, styled, Arrays.stream(values).map(Terminal::visible).toArray()));
  }

  /** A line as it is. */
  public void plain(String text) {
    println(PrintedText.of(text));
  }

  /** One line of JSON. */
  public void json(JsonNode node) {
    println(PrintedText.json(node));
  }

  /** Draws over the progress bar, on a terminal only. */
  public void progress(long done, long all, String what) {
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
  public void step(String what) {
    if (ansi.enabled()) {
      out.print("\r\u001b[K" + what + " …");
      out.flush();
      inProgress = true;
    }
  }

  private static Object visible(Object value) {
    return value instanceof Number ? value : PrintedText.of(String.valueOf(value));
  }

  private void println(String line) {
    endProgress();
    out.println(line);
    // A flush of its own, and the one way to learn that the reader is gone.
    if (out.checkError()) {
      throw new ClosedOutputException();
    }
  }

  private void endProgress() {
    if (inProgress) {
      out.print("\r\u001b[K");
      inProgress = false;
    }
  }
}
