/** Tests of single parts of an attempt; whole attempts are in the package above. */
@NullMarked
package dev.tercet.pipeline.work;

import org.jspecify.annotations.NullMarked;
