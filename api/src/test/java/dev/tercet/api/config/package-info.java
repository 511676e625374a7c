/** Tests of the package of the same name. */
@NullMarked
package dev.tercet.api.config;

import org.jspecify.annotations.NullMarked;
