package dev.tercet.saga.queue;

import java.util.Locale;

/** The three queues, most urgent first; a worker takes from them by weight. */
public enum QueueName {
  CRITICAL,
  DEFAULT,
  LOW;

  /** The name in lower case, as the database, the API and the metrics write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The queue of that label; throws {@link IllegalArgumentException} for any other word. */
  public static QueueName ofLabel(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
