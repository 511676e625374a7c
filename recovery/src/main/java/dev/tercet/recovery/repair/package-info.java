/** Repairs: each is guarded by what was seen, so that one that comes too late changes nothing. */
@NullMarked
package dev.tercet.recovery.repair;

import org.jspecify.annotations.NullMarked;
