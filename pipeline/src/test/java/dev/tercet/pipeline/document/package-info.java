@NullMarked
package dev.tercet.pipeline.document;

import org.jspecify.annotations.NullMarked;
