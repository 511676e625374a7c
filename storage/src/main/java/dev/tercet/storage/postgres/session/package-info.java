/**
 * Worker sessions: who is alive, who is not, and what becomes of the claims of the dead
 * (docs/protocol.md §7).
 */
@NullMarked
package dev.tercet.storage.postgres.session;

import org.jspecify.annotations.NullMarked;
