/** Judges what a model said: JSON, schema, quotes; pure functions. */
@NullMarked
package dev.tercet.pipeline.answer;

import org.jspecify.annotations.NullMarked;
