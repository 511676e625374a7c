/** What sends waiting questions in batches, and brings their answers back. */
@NullMarked
package dev.tercet.pipeline.lane;

import org.jspecify.annotations.NullMarked;
