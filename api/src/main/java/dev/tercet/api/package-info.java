@NullMarked
package dev.tercet.api;

import org.jspecify.annotations.NullMarked;
