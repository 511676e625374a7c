@NullMarked
package dev.tercet.pipeline.relay;

import org.jspecify.annotations.NullMarked;
