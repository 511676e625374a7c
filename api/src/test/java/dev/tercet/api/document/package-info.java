/** Tests of the package of the same name. */
@NullMarked
package dev.tercet.api.document;

import org.jspecify.annotations.NullMarked;
