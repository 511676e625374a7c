@NullMarked
package dev.tercet.pipeline.provider.exchange;

import org.jspecify.annotations.NullMarked;
