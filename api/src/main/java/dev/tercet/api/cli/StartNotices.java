package dev.tercet.api.cli;

import dev.tercet.api.wiring.Service;
import java.io.PrintWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells on standard error what a start does; quiet ones tell only the log's debug level, but
 * trouble like all others.
 */
record StartNotices(PrintWriter err, boolean quiet) implements Service.Notices {
  private static final Logger LOG = LoggerFactory.getLogger(StartNotices.class);

  @Override
  public void step(String what) {
    if (quiet) {
      LOG.debug("{}", what);
    } else {
      LOG.info("{}", what);
    }
  }

  @Override
  public void trouble(String what) {
    LOG.warn("{}", what);
  }

  @Override
  public void drawn(String key) {
    if (!quiet) {
      err.println("The administrator key, shown this once: " + key);
      err.flush();
    }
  }
}
