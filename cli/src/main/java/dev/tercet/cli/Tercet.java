package dev.tercet.cli;

import dev.tercet.api.logging.Logging;
import org.slf4j.LoggerFactory;

/** The program: {@code ./tercet}, the jar and the container image all begin here. */
public final class Tercet {
  /**
   * tercet.log.level; read by logback.xml, since lines come before the configuration: the service
   * tells what it does, the other commands only what is wrong.
   */
  private static final String LOG_LEVEL = "TERCET_LOG_LEVEL";

  private static final int FAILED = 1;

  private Tercet() {}

  /** Runs one command and ends the process with its exit code: 0 done, 1 failed, 2 misused. */
  public static void main(String[] arguments) {
    boolean serves = arguments.length > 0 && arguments[0].equals("serve");
    if (!serves && System.getenv(LOG_LEVEL) == null) {
      System.setProperty(LOG_LEVEL, "WARN");
    }
    Logging.gather();
    AotCache.of(System.getProperties()).tell();
    int exitCode = FAILED;
    try {
      exitCode = Commands.run(arguments);
    } catch (Error e) {
      LoggerFactory.getLogger(Tercet.class).error("the command broke", e);
    }
    Logging.end();
    System.exit(exitCode);
  }
}
