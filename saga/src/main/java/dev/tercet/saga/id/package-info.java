/**
 * Ids that are derived and never drawn (S5): fingerprints, the ids of points, and their buckets.
 */
@NullMarked
package dev.tercet.saga.id;

import org.jspecify.annotations.NullMarked;
