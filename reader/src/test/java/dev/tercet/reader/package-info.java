@NullMarked
package dev.tercet.reader;

import org.jspecify.annotations.NullMarked;
