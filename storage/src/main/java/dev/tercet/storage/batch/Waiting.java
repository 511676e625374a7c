package dev.tercet.storage.batch;

import java.util.concurrent.CompletableFuture;

/** An item on its way and the caller who waits for it. */
record Waiting<I, O>(I item, CompletableFuture<O> result) {}
