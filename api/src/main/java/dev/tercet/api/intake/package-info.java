/** Documents on their way in: one JSON body, many NDJSON lines, or a file. */
@NullMarked
package dev.tercet.api.intake;

import org.jspecify.annotations.NullMarked;
