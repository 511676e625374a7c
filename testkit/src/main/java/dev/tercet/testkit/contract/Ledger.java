package dev.tercet.testkit.contract;

import dev.tercet.testkit.LedgerPorts;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/** The ports over one ledger that has nothing in it yet, as a contract needs them. */
public interface Ledger extends LedgerPorts, AutoCloseable {
  /** The process of that session dies, or its connection breaks: its lock will be free. */
  void kill(UUID session);

  /** That session's row is gone, and its claims stay, as after a backup without it was restored. */
  void forget(UUID session);

  /** That session's row is closed, and its claims stay, as a former release could leave them. */
  void shut(UUID session);

  /**
   * The process whose ports these are loses the database and has regained it when this returns; the
   * others, and their sessions, notice nothing.
   */
  void reconnected();

  /** Lets all that is in the ledger become that much older, and the time since a reconnect. */
  void age(Duration by);

  /** The extractions that have a removal row, which no port of the pipeline shows. */
  Set<UUID> removals();

  /** What the database's clock shows. */
  Instant now();

  /** Lets a moment pass between two looks: moves a settable clock, or parks for milliseconds. */
  void letAMomentPass();

  @Override
  void close();
}
