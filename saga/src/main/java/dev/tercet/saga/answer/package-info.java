/** What there is to say of a model's answer besides its facts. */
@NullMarked
package dev.tercet.saga.answer;

import org.jspecify.annotations.NullMarked;
