/**
 * The way of a document: accept, relay, worker, extract, embed, link, complete. This package holds
 * what the steps share: settings, stores, metrics and how long to wait.
 */
@NullMarked
package dev.tercet.pipeline;

import org.jspecify.annotations.NullMarked;
