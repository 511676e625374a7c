/**
 * One attempt on one extraction: extract, embed, link, complete, and what follows when a step
 * cannot.
 */
@NullMarked
package dev.tercet.pipeline.attempt;

import org.jspecify.annotations.NullMarked;
