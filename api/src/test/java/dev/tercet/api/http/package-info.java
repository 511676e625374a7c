/** Tests of the package of the same name. */
@NullMarked
package dev.tercet.api.http;

import org.jspecify.annotations.NullMarked;
