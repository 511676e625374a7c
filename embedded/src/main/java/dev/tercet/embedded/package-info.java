@NullMarked
package dev.tercet.embedded;

import org.jspecify.annotations.NullMarked;
