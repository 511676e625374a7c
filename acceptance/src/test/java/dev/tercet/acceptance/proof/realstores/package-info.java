/**
 * The same over the real stores and their adapters: a sample of the sweep, and how long one takes.
 */
@NullMarked
package dev.tercet.acceptance.proof.realstores;

import org.jspecify.annotations.NullMarked;
