/** How much may be spent on calls of models (docs/protocol.md §14). */
@NullMarked
package dev.tercet.storage.postgres.budget;

import org.jspecify.annotations.NullMarked;
