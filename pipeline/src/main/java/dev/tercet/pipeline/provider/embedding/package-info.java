/**
 * The way to an embedding endpoint, whoever's it is: who must not wait behind whom, how many texts
 * go into a call, and what a refusal means. A provider brings its {@link
 * dev.tercet.pipeline.provider.embedding.EmbeddingProtocol} only.
 */
@NullMarked
package dev.tercet.pipeline.provider.embedding;

import org.jspecify.annotations.NullMarked;
