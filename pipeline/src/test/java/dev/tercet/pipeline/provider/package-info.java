@NullMarked
package dev.tercet.pipeline.provider;

import org.jspecify.annotations.NullMarked;
