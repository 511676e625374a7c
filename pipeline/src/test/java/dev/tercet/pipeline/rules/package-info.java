/** Tests of the rules. */
@NullMarked
package dev.tercet.pipeline.rules;

import org.jspecify.annotations.NullMarked;
