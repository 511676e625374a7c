/** Every invariant that a snapshot can break is found, and named. */
@NullMarked
package dev.tercet.testkit.check;

import org.jspecify.annotations.NullMarked;
