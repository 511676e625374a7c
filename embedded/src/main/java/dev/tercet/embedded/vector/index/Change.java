package dev.tercet.embedded.vector.index;

import java.io.IOException;

/** An operation that was checked and made ready; nothing has changed yet. */
@FunctionalInterface
interface Change {
  /** Refuses what the points of this moment forbid; runs before the operation is on record. */
  default void check() throws IOException {}

  /** Applies it; the version is the operation's number. */
  void apply(long version) throws IOException;
}
