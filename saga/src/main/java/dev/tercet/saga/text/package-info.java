/** Text that every store can keep, and the words by which it is searched. */
@NullMarked
package dev.tercet.saga.text;

import org.jspecify.annotations.NullMarked;
