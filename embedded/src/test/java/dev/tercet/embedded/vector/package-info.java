/** Checks the vector engine through the real client, call by call and across kills. */
@NullMarked
package dev.tercet.embedded.vector;

import org.jspecify.annotations.NullMarked;
