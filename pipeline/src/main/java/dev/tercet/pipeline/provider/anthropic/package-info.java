/** The provider with Anthropic's protocol of messages. */
@NullMarked
package dev.tercet.pipeline.provider.anthropic;

import org.jspecify.annotations.NullMarked;
