/** What calls of models cost, by which price, and what was spent. */
@NullMarked
package dev.tercet.saga.money;

import org.jspecify.annotations.NullMarked;
