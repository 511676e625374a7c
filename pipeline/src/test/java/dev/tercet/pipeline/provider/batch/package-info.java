/** Batches of questions as providers offer them. */
@NullMarked
package dev.tercet.pipeline.provider.batch;

import org.jspecify.annotations.NullMarked;
