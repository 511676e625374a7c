@NullMarked
package dev.tercet.pipeline.accept;

import org.jspecify.annotations.NullMarked;
