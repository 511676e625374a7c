/** What a query of points means: conditions, vectors, scores and pages. */
@NullMarked
package dev.tercet.embedded.vector.query;

import org.jspecify.annotations.NullMarked;
