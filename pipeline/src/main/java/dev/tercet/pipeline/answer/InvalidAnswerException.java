package dev.tercet.pipeline.answer;

/** The answer cannot be used; the message says why, to a person and to the model. */
final class InvalidAnswerException extends Exception {
  InvalidAnswerException(String message) {
    super(message);
  }
}
