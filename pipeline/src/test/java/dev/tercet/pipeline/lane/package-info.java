@NullMarked
package dev.tercet.pipeline.lane;

import org.jspecify.annotations.NullMarked;
