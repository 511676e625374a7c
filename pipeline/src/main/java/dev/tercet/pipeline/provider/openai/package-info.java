/**
 * Models behind any OpenAI-compatible endpoint. The library's own retries are off and its HTTP
 * client is ours: every call carries its header, and {@code Retry-After} is seen.
 */
@NullMarked
package dev.tercet.pipeline.provider.openai;

import org.jspecify.annotations.NullMarked;
