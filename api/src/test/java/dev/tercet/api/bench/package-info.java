/** Tests of the measuring. */
@NullMarked
package dev.tercet.api.bench;

import org.jspecify.annotations.NullMarked;
