/** Requests that wait until an extraction has come to its end. */
@NullMarked
package dev.tercet.api.waiting;

import org.jspecify.annotations.NullMarked;
