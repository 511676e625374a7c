/** What was found in a document: passages, their facts, and the entities that they mention. */
@NullMarked
package dev.tercet.storage.postgres.content;

import org.jspecify.annotations.NullMarked;
