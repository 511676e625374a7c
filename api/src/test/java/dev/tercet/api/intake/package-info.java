/** Tests of the package of the same name. */
@NullMarked
package dev.tercet.api.intake;

import org.jspecify.annotations.NullMarked;
