package dev.tercet.storage.postgres;

import javax.sql.DataSource;

/**
 * The pools of the stores' own, since their connections get settings that suit only their
 * statements: two pools, never one for both. The wait of each for a connection bounds every call.
 *
 * @param work of accepting, claiming, recording, removal and recovery
 * @param reads direct ones, for the migrations and then for what people ask; however long their
 *     questions take, the work never waits for them
 */
public record Pools(DataSource work, DataSource reads) {}
