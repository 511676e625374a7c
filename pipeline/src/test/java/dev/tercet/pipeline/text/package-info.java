/** Property tests of cutting and offsets. */
@NullMarked
package dev.tercet.pipeline.text;

import org.jspecify.annotations.NullMarked;
