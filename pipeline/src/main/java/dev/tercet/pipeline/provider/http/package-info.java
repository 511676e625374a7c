/** The provider that is the user's own service, by a protocol of one request. */
@NullMarked
package dev.tercet.pipeline.provider.http;

import org.jspecify.annotations.NullMarked;
