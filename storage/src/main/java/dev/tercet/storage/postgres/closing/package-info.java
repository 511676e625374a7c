/**
 * The end of an attempt together with all that it found, in one act (docs/protocol.md §4): what
 * completing, recording, linking and the ledger of calls write each for themselves elsewhere.
 */
@NullMarked
package dev.tercet.storage.postgres.closing;

import org.jspecify.annotations.NullMarked;
