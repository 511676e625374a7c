package dev.tercet.saga;

import java.util.Locale;

/** What a failure means for the next attempt. */
public enum FailureClass {
  /** Time-outs, 429, 5xx, connections, a store that is away: tried again with backoff. */
  TRANSIENT,
  /** An invalid document, 4xx, a schema that cannot be met, refused content: failed at once. */
  PERMANENT,
  /** It kills workers: parked after {@code tercet.worker.max-crashes} crashed claims in a row. */
  POISON;

  /** The name in lower case, as the database, the API and the metrics write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The class of that label; throws {@link IllegalArgumentException} for any other word. */
  public static FailureClass ofLabel(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
