@NullMarked
package dev.tercet.pipeline;

import org.jspecify.annotations.NullMarked;
