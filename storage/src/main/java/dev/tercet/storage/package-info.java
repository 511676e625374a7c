@NullMarked
package dev.tercet.storage;

import org.jspecify.annotations.NullMarked;
