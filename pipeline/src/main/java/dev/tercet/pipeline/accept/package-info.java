/** Takes documents in: makes them storable, fingerprints them and hands them to the ledger. */
@NullMarked
package dev.tercet.pipeline.accept;

import org.jspecify.annotations.NullMarked;
