package dev.tercet.reader;

import java.util.List;

/** What became of one file. */
sealed interface Outcome {
  /** Its text. */
  record Read(String text, List<String> warnings) implements Outcome {}

  /**
   * Why there is none.
   *
   * @param reason for a person
   */
  record Refused(Kind kind, String reason) implements Outcome {}

  /** There was no room for temporary files: nothing is known of the file. */
  record NoRoom() implements Outcome {}

  /** The kinds of refusals; their names are words of the protocol. */
  enum Kind {
    EMPTY,
    UNSUPPORTED,
    ENCRYPTED,
    DAMAGED,
    NO_TEXT,
    TOO_MUCH
  }
}
