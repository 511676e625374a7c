package dev.tercet.cli;

import java.io.PrintWriter;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in a line that Ctrl-C ended a command; the JVM's exit code is then 130. */
final class InterruptNotice implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(InterruptNotice.class);

  /** What runs a service stops it in order, and speaks for itself. */
  private static final Set<String> SERVING = Set.of("serve", "demo", "bench");

  private final Thread notice;

  private InterruptNotice(PrintWriter err) {
    notice =
        Thread.ofPlatform()
            .name("interrupted")
            .unstarted(() -> {
              err.println("tercet: interrupted");
              err.flush();
            });
  }

  /** Watches over a command until it is closed. */
  static InterruptNotice of(PrintWriter err, String... arguments) {
    var watching = new InterruptNotice(err);
    if (arguments.length > 0 && !SERVING.contains(arguments[0])) {
      Runtime.getRuntime().addShutdownHook(watching.notice);
    }
    return watching;
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(notice);
    } catch (IllegalStateException e) {
      LOG.debug("the process is ending already", e);
    }
  }
}
