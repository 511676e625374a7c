/** Tests of the package of the same name. */
@NullMarked
package dev.tercet.api.connection;

import org.jspecify.annotations.NullMarked;
