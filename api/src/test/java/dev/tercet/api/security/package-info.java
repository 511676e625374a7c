/** Tests of the package of the same name. */
@NullMarked
package dev.tercet.api.security;

import org.jspecify.annotations.NullMarked;
