/** Tests of the rules. */
@NullMarked
package dev.tercet.pipeline.rules.values;

import org.jspecify.annotations.NullMarked;
