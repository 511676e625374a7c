package dev.tercet.pipeline.work;

import dev.tercet.saga.EntityStore.Mention;
import dev.tercet.saga.Passage;
import java.util.List;

/** Finds the entities that the facts of passages mention; a pure function. */
@FunctionalInterface
public interface MentionFinder {
  /** The mentions, each with its passage's ordinal. */
  List<Mention> find(List<Passage> passages);
}
