package dev.tercet.pipeline.document;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets a reader complain a little and no more; what follows is thrown away as it comes. */
final class StandardErrors {
  private static final Logger LOG = LoggerFactory.getLogger(StandardErrors.class);
  private static final int MOST_LINES = 5;
  private static final int LONGEST_LINE = 300;

  private StandardErrors() {}

  static void watch(Process process) {
    Thread.ofPlatform().daemon().name("document-errors").start(() -> untilItEnds(process));
  }

  private static void untilItEnds(Process process) {
    try (var errors = process.getErrorStream();
        var lines = new BufferedReader(new InputStreamReader(errors, StandardCharsets.UTF_8))) {
      for (int line = 0; line < MOST_LINES; line++) {
        String words = line(lines);
        if (words.isBlank()) {
          break;
        }
        LOG.warn("A reader of documents says: {}", words);
      }
      errors.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      LOG.debug("The complaints of a reader broke off: {}", e.getMessage());
    }
  }

  /** The beginning of the next line, however long it is; empty at the end. */
  private static String line(BufferedReader from) throws IOException {
    var words = new StringBuilder();
    for (int read = from.read(); read >= 0 && read != '\n'; read = from.read()) {
      if (words.length() < LONGEST_LINE && !Character.isISOControl(read)) {
        words.append((char) read);
      }
    }
    return words.toString();
  }
}
