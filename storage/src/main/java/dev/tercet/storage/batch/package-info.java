/**
 * Group commit below the ports: callers write one item and block, load turns into batches by itself
 * (ADR 4).
 */
@NullMarked
package dev.tercet.storage.batch;

import org.jspecify.annotations.NullMarked;
