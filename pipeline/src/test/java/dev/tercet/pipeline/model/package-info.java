/** Tests of who is asked for a project, and how the worker is shared. */
@NullMarked
package dev.tercet.pipeline.model;

import org.jspecify.annotations.NullMarked;
