package dev.tercet.embedded.vector.index;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The collections that could not be opened again a moment ago. An attempt repeats a whole journal,
 * so not every call to a full disk makes one of its own.
 */
public final class FailedReopenings {
  /** How long a failure answers for the next attempt. */
  public static final Duration PAUSE = Duration.ofSeconds(1);

  private final LongSupplier nanoTime;
  private final Map<String, Failure> failures = new ConcurrentHashMap<>();

  private record Failure(IOException cause, long nanos) {}

  /**
   * @param nanoTime never goes back, as {@link System#nanoTime}
   */
  FailedReopenings(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Fails as the last attempt did, unless that is long enough ago. */
  void failAgain(String name) throws IOException {
    @Nullable Failure last = failures.get(name);
    if (last != null && nanoTime.getAsLong() - last.nanos() < PAUSE.toNanos()) {
      throw new IOException(last.cause().getMessage(), last.cause());
    }
  }

  void remember(String name, IOException cause) {
    failures.put(name, new Failure(cause, nanoTime.getAsLong()));
  }

  void forget(String name) {
    failures.remove(name);
  }
}
