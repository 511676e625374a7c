/** One wish for many extractions: what it does, to which, and how far it has come. */
@NullMarked
package dev.tercet.saga.bulk;

import org.jspecify.annotations.NullMarked;
