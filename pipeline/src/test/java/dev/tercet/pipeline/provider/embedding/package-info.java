@NullMarked
package dev.tercet.pipeline.provider.embedding;

import org.jspecify.annotations.NullMarked;
