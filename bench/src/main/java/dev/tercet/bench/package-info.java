@NullMarked
package dev.tercet.bench;

import org.jspecify.annotations.NullMarked;
