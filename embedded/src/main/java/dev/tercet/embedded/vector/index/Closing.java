package dev.tercet.embedded.vector.index;

import java.io.Closeable;
import java.io.IOException;

/** Closes what a failure leaves open. */
final class Closing {
  private Closing() {}

  /** Closes each, in order; what fails on the way is told with the failure and does not hide it. */
  static void after(Exception failure, Closeable... open) {
    for (Closeable each : open) {
      try {
        each.close();
      } catch (IOException | RuntimeException e) {
        failure.addSuppressed(e);
      }
    }
  }
}
