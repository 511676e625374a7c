package dev.tercet.cli.service;

import dev.tercet.api.wiring.Service;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log what a start does; quiet ones tell only its debug level, but trouble like all
 * others.
 *
 * @param screen what only a person sees; nothing without a terminal
 */
public record StartNotices(Optional<PrintWriter> screen, boolean quiet) implements Service.Notices {
  private static final Logger LOG = LoggerFactory.getLogger(StartNotices.class);

  /** Without a word while all is well. */
  public static StartNotices silent() {
    return new StartNotices(Optional.empty(), true);
  }

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

  /** The log is no place for a key. */
  @Override
  public void drawn(String key, Path file) {
    if (!quiet) {
      screen.ifPresent(it -> {
        it.println("The administrator key: " + key);
        it.flush();
      });
      LOG.warn("The administrator key was drawn now and stands in {}", file);
    }
  }
}
