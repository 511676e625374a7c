/**
 * The schema of a project's facts, whoever finds them: checked once, safe to validate with, and
 * bounded in what it may cost.
 */
@NullMarked
package dev.tercet.pipeline.schema;

import org.jspecify.annotations.NullMarked;
