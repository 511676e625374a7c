@NullMarked
package dev.tercet.recovery;

import org.jspecify.annotations.NullMarked;
