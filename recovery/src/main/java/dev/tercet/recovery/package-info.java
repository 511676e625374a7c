/**
 * Finds and repairs every disagreement between the three stores: detect, plan (pure), apply
 * (guarded row by row). It moves state and never extracts; it embeds saved passages again through
 * the {@link dev.tercet.saga.port.Embedder} port.
 *
 * <p>Start reading at {@link dev.tercet.recovery.Reconciler}.
 */
@NullMarked
package dev.tercet.recovery;

import org.jspecify.annotations.NullMarked;
