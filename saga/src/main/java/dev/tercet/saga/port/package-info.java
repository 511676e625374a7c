/**
 * Every port of the program: what the stores, the model and the embedder are asked. Each method is
 * one atomic act; {@code storage} and {@code pipeline} implement them, {@code testkit} has them in
 * memory and the contracts that both must keep.
 */
@NullMarked
package dev.tercet.saga.port;

import org.jspecify.annotations.NullMarked;
