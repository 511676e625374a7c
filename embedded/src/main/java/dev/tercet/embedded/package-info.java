/**
 * The three stores on a machine that has none of them: Postgres and Redis from their published
 * binaries, and a vector engine that speaks Qdrant's gRPC. {@link
 * dev.tercet.embedded.EmbeddedStores} is the door.
 */
@NullMarked
package dev.tercet.embedded;

import org.jspecify.annotations.NullMarked;
