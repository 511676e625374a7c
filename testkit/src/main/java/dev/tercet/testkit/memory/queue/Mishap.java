package dev.tercet.testkit.memory.queue;

/** What somebody may do to the streams of a queue who does not know what they are for. */
public enum Mishap {
  /** {@code XGROUP SETID … $}. */
  GROUP_MOVED_TO_THE_END,
  /** {@code XGROUP DESTROY}, and {@code CREATE … $}. */
  GROUP_MADE_ANEW_AT_THE_END,
  /** {@code XREADGROUP … NOACK} by a consumer of somebody else's. */
  READ_AWAY,
  /** Read and acknowledged by somebody else, not deleted. */
  ACKNOWLEDGED,
  /** Read by a consumer that was then deleted, with what it had. */
  CONSUMER_DELETED,
  /** {@code XTRIM MAXLEN 1}. */
  TRIMMED,
  /** {@code XDEL} of the newest entry. */
  NEWEST_DELETED,
  /** {@code RENAME}. */
  RENAMED
}
