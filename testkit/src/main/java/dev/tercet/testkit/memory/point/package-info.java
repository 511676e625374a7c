/** Qdrant in memory: exact search, fenced writes, and the power to lose points. */
@NullMarked
package dev.tercet.testkit.memory.point;

import org.jspecify.annotations.NullMarked;
