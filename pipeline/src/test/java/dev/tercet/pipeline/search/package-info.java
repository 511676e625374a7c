@NullMarked
package dev.tercet.pipeline.search;

import org.jspecify.annotations.NullMarked;
