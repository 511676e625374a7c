package dev.tercet.saga;

/** Why a claim was taken from its holder (docs/protocol.md §7). */
public enum ReleaseCause {
  /**
   * The session's advisory lock was found free: its process is dead. Only this counts towards
   * poison.
   */
  CRASHED,
  /** The session's heartbeat is older than the lease. The attempt is not counted. */
  LEASE_EXPIRED,
  /** The holder gave it back while stopping, or does not know of it. The attempt is not counted. */
  DRAINED,
  /** The attempt hung past its own deadline. It counts. */
  DEADLINE_PASSED
}
