/** Finds passages by meaning, only of whole and living documents. */
@NullMarked
package dev.tercet.pipeline.search;

import org.jspecify.annotations.NullMarked;
