package dev.tercet.saga.port;

import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is recorded of the collections of points, and since when their contents are compared. */
public interface CollectionStore {
  /**
   * What is recorded of a collection.
   *
   * @param model the embedding model whose points it holds
   * @param dimension the length of its vectors
   * @param incarnation drawn anew whenever it is created
   * @param refilling from before it is created or chosen until every row has its point in it
   * @param refilledTo up to which point rows were compared since it was created; null at the start
   * @param retired no row has its point in it any more, and nothing is asked of it but removals
   */
  record CollectionRecord(
      String name,
      String model,
      int dimension,
      String incarnation,
      boolean refilling,
      @Nullable UUID refilledTo,
      boolean retired) {}

  /** The record of a collection; null when it was never created by us. */
  @Nullable CollectionRecord named(String name);

  /** Every recorded collection, the one that was chosen last first. */
  List<CollectionRecord> all();

  /**
   * Records that the collection is about to be created (again), under a new incarnation, and must
   * be refilled; what was compared before is not any more. One that was retired is not any more.
   */
  CollectionRecord creating(String name, String model, int dimension);

  /**
   * New points go into this collection from now on. It is not retired, holds this model's points,
   * and must be refilled as long as another one is not retired. Nothing happens when it has no
   * record.
   */
  void chosen(String name, String model);

  /**
   * Rows were compared with the collection being refilled up to this point; nothing is noted when
   * it was created again since its record was {@code seen}.
   */
  void refilledTo(CollectionRecord seen, UUID point);

  /** The refill is whole; nothing is noted when it was created again. */
  void refilled(CollectionRecord seen);

  /** No row has its point in this collection any more. */
  void retired(String name);

  /**
   * These buckets were compared whole and nothing is left wrong in them; nothing is noted when the
   * collection was created again.
   *
   * @param seen the collection's record before the first of them was read
   * @param at a moment before that, too
   */
  void verified(CollectionRecord seen, BitSet buckets, Instant at);

  /** The same of one project. */
  void verified(CollectionRecord seen, UUID project, Instant at);

  /**
   * Since when everything older has been compared: the oldest time of all buckets, null while one
   * of them was not compared since its collection was created.
   */
  @Nullable Instant verifiedThrough();

  /** The same of one project: its own or that of everything, whichever is later. */
  @Nullable Instant verifiedThrough(UUID project);
}
