/** Tests of the package of the same name. */
@NullMarked
package dev.tercet.api.services;

import org.jspecify.annotations.NullMarked;
