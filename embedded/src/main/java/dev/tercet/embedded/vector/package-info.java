/**
 * A vector engine on Lucene that answers Qdrant's gRPC as a Qdrant 1.18 does, for the calls that
 * Tercet makes; what else a call asks is refused as unimplemented, never left out in silence.
 * {@link dev.tercet.embedded.vector.VectorServer} is the door; a call goes through a service to the
 * {@code Catalog}, and from there to one {@code CollectionIndex}.
 *
 * <p>A search compares every vector that passes the filter (see {@code Nearest} for why there is no
 * graph), so its answers are exact. Every word and number of every payload is searchable from the
 * start, so creating an index on one only allows facets and is done at once.
 */
@NullMarked
package dev.tercet.embedded.vector;

import org.jspecify.annotations.NullMarked;
