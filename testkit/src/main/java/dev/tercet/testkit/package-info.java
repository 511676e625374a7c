@NullMarked
package dev.tercet.testkit;

import org.jspecify.annotations.NullMarked;
