package dev.tercet.api.connection;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A body's end: the client did not send the rest of it in time. */
public final class SlowClientException extends IOException {
  SlowClientException(String message) {
    super(message);
  }

  /** Whether this is why reading a body failed. */
  public static boolean isCauseOf(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SlowClientException) {
        return true;
      }
    }
    return false;
  }
}
