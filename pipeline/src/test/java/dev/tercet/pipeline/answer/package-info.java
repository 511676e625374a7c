@NullMarked
package dev.tercet.pipeline.answer;

import org.jspecify.annotations.NullMarked;
