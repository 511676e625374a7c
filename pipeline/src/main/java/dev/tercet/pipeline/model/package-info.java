/**
 * Which models may be asked, which one a project asks, and how the worker is shared among their
 * providers.
 */
@NullMarked
package dev.tercet.pipeline.model;

import org.jspecify.annotations.NullMarked;
