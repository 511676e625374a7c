package dev.tercet.storage.postgres.jdbc;

import javax.sql.DataSource;

/**
 * The pools of the stores' own, since their connections get settings that suit only their
 * statements: two pools, never one for both. The wait of each for a connection bounds every call.
 *
 * @param work of accepting, claiming, recording, removal and recovery
 * @param reads direct ones, for the migrations and then for what people ask; however long their
 *     questions take, the work never waits for them
 * @param sharing whether a connection of the work has one session of the server from one
 *     transaction to the next
 */
public record Pools(DataSource work, DataSource reads, Sharing sharing) {
  /** Who has the sessions of the server. */
  public enum Sharing {
    /** A connection has its own as long as it lives. */
    NONE,
    /** A pooler between gives them out by transaction: what a session is told, others hear. */
    BY_TRANSACTION
  }
}
