package dev.tercet.pipeline.search;

import dev.tercet.saga.port.Embedder;
import dev.tercet.saga.port.PointStore;

/**
 * A collection besides the current one in which living passages still have their points.
 *
 * @param points the collection
 * @param embedder of its model, for the query
 * @param newer whether it was chosen after the current one, by another process: passages go there,
 *     so it is asked last
 */
public record OtherCollection(PointStore points, Embedder embedder, boolean newer) {}
