package dev.tercet.saga;

/**
 * Why an attempt ended without success.
 *
 * @param code stable and machine-readable, lower case with dashes, such as {@code provider-timeout}
 * @param failureClass what it means for the next attempt
 * @param message for a person, at most {@value #MAX_MESSAGE} characters, never with a secret in it
 * @param stage the checkpoint after which it happened
 */
public record Failure(String code, FailureClass failureClass, String message, Stage stage) {
  /** Longer messages are cut here, since the row that carries them is read often. */
  public static final int MAX_MESSAGE = 2_000;

  public Failure {
    message =
        message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE - 1) + "…";
  }
}
