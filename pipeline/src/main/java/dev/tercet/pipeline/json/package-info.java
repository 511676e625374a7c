/** JSON that every store can keep and that compares by content. */
@NullMarked
package dev.tercet.pipeline.json;

import org.jspecify.annotations.NullMarked;
