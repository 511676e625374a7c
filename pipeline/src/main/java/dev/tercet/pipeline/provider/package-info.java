/** The models that can be asked, and what keeps them from being asked too much. */
@NullMarked
package dev.tercet.pipeline.provider;

import org.jspecify.annotations.NullMarked;
