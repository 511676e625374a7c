/** Tests that see everything: the built program from outside, its architecture, its tidiness. */
@NullMarked
package dev.tercet.acceptance;

import org.jspecify.annotations.NullMarked;
