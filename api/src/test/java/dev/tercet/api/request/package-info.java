/** Tests of this package. */
@NullMarked
package dev.tercet.api.request;

import org.jspecify.annotations.NullMarked;
