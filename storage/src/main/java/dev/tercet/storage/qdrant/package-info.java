/**
 * The points in Qdrant, over its gRPC API: writes are fenced by epoch, believed only when
 * confirmed, and read back when their outcome is unknown (docs/protocol.md §4).
 */
@NullMarked
package dev.tercet.storage.qdrant;

import org.jspecify.annotations.NullMarked;
