package dev.tercet.saga;

import java.util.Locale;

/**
 * The last checkpoint that an extraction has passed. A new attempt starts at the first stage that
 * is not done.
 */
public enum Stage {
  ACCEPTED,
  EXTRACTED,
  EMBEDDED,
  LINKED;

  /** The name in lower case, as the database, the API and the metrics write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The stage of that label; throws {@link IllegalArgumentException} for any other word. */
  public static Stage ofLabel(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
