package dev.tercet.pipeline.provider.rules.values;

import java.util.function.Consumer;

/** Finds the values of one kind in one linear pass. */
interface ValueFinder {
  void find(FoldedText text, Consumer<Found> found);
}
