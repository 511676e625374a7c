/** Tests of this package. */
@NullMarked
package dev.tercet.api.logging;

import org.jspecify.annotations.NullMarked;
