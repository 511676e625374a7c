/**
 * Finds typed values in text by rules alone: dates, amounts, addresses of all kinds, names,
 * identifiers, and labelled fields; knows nothing of schemas.
 *
 * <p>Everything reads a {@link dev.tercet.pipeline.provider.rules.values.FoldedText}, whose
 * characters correspond one to one to the passage's, so positions are UTF-16 units of the passage.
 * The rules prefer a miss to a mistake.
 */
@NullMarked
package dev.tercet.pipeline.provider.rules.values;

import org.jspecify.annotations.NullMarked;
