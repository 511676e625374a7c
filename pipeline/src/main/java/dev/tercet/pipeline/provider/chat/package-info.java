/** What every model that is talked to is told, whatever the protocol of its endpoint. */
@NullMarked
package dev.tercet.pipeline.provider.chat;

import org.jspecify.annotations.NullMarked;
