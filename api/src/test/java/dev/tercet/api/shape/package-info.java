/** Tests of the package of the same name. */
@NullMarked
package dev.tercet.api.shape;

import org.jspecify.annotations.NullMarked;
