package dev.tercet.embedded.qdrant;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a Qdrant calls itself; one that cannot be read is taken for new. */
record QdrantVersion(int major, int minor) {
  /** An older one would write without the guards that upserts carry, and not say so. */
  static final QdrantVersion LEAST = new QdrantVersion(1, 18);

  private static final Pattern SHAPE = Pattern.compile("v?(\\d{1,6})\\.(\\d{1,6}).*");

  static QdrantVersion of(String text) {
    Matcher parts = SHAPE.matcher(text);
    return parts.matches()
        ? new QdrantVersion(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)))
        : LEAST;
  }

  boolean isEnough() {
    return major > LEAST.major || (major == LEAST.major && minor >= LEAST.minor);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
