/** Tests of the package of the same name. */
@NullMarked
package dev.tercet.api.wiring;

import org.jspecify.annotations.NullMarked;
