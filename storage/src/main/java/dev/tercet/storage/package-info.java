/** The adapters to the three stores, one package each, and the batching that they share. */
@NullMarked
package dev.tercet.storage;

import org.jspecify.annotations.NullMarked;
