/** Calls of the model and their answers, paid for once (S6, docs/protocol.md §4). */
@NullMarked
package dev.tercet.storage.postgres.answer;

import org.jspecify.annotations.NullMarked;
