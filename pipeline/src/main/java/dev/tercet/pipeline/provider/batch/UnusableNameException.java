package dev.tercet.pipeline.provider.batch;

/** The provider gave a name by which nothing can be asked for, or which nobody can keep. */
public final class UnusableNameException extends RuntimeException {
  private static final int SHOWN = 50;

  /**
   * @param name of a batch or a file
   */
  public UnusableNameException(String name) {
    super(
        "the provider gave a name of %d characters that is none: %s"
            .formatted(name.length(), shown(name)));
  }

  private static String shown(String name) {
    String safe = name.replaceAll("[^\\x21-\\x7e]", "?");
    return safe.length() <= SHOWN ? safe : safe.substring(0, SHOWN) + "…";
  }
}
