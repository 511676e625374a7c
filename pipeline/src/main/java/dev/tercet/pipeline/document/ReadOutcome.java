package dev.tercet.pipeline.document;

import java.time.Duration;
import java.util.List;

/** What became of a file that was to be read. */
public sealed interface ReadOutcome {
  /**
   * Its text.
   *
   * @param warnings what its reader should know about it, in whole sentences without a full stop
   */
  record Text(String text, List<String> warnings) implements ReadOutcome {}

  /**
   * There is none, and there will be none when the same file comes again.
   *
   * @param reason for a person, such as "it is a ZIP archive, which is not read"
   */
  record Refused(Kind kind, String reason) implements ReadOutcome {}

  /** Too many files wait already; the same file may be read later. */
  record Busy(Duration retryAfter) implements ReadOutcome {}

  /** There is no room on the disk for reading; nothing is known of the file. */
  record NoRoom() implements ReadOutcome {}

  /** Why a file is refused. */
  enum Kind {
    EMPTY,
    UNSUPPORTED,
    ENCRYPTED,
    DAMAGED,
    NO_TEXT,
    TOO_MUCH,
    TOO_SLOW,
    LOST
  }
}
