package dev.tercet.saga;

import dev.tercet.saga.text.StorableText;

/**
 * Why an attempt ended without success.
 *
 * @param code stable and machine-readable, lower case with dashes, such as {@code provider-timeout}
 * @param failureClass what it means for the next attempt
 * @param message for a person, at most {@value #MAX_MESSAGE} characters, never with a secret in it;
 *     a longer one is cut, NUL and lone surrogates become U+FFFD
 * @param stage the checkpoint after which it happened
 */
public record Failure(String code, FailureClass failureClass, String message, Stage stage) {
  /** Longer messages are cut here, since the row that carries them is read often. */
  public static final int MAX_MESSAGE = 2_000;

  public Failure {
    message = cut(StorableText.of(message));
  }

  /** Never between the two halves of a character, since half a character is no text. */
  private static String cut(String message) {
    if (message.length() <= MAX_MESSAGE) {
      return message;
    }
    int end = MAX_MESSAGE - 1;
    return message.substring(0, Character.isHighSurrogate(message.charAt(end - 1)) ? end - 1 : end)
        + "…";
  }
}
