package dev.tercet.pipeline.provider.batch;

import dev.tercet.saga.port.Extractor;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/**
 * A provider's batches of questions, each of which is answered as it would be alone. Every call has
 * a deadline, and throws {@link BatchTroubleException} when the provider has not done it, or nobody
 * knows whether it has.
 */
public interface BatchApi {
  /** Of an extractor whose provider has batches. */
  interface Offered {
    BatchApi batches();
  }

  /** One question, under the name by which its answer is found. */
  record Item(UUID name, Extractor.Request request) {}

  /** What came of sending a batch. */
  sealed interface Sent {
    /** It is under way, under the provider's name. */
    record Taken(String remote) implements Sent {}

    /** The provider does not take it, and never will. */
    record Refused(String reason) implements Sent {}

    /** There are no batches at this address. */
    record Unsupported() implements Sent {}
  }

  /**
   * How a batch stands.
   *
   * @param state in the provider's word
   * @param isOver whether nothing more is answered
   * @param isCharged whether what has no answer may be paid for nevertheless
   * @param results where its answers are, if it has any
   */
  record Standing(String state, boolean isOver, boolean isCharged, List<String> results) {}

  /**
   * Sends a batch once.
   *
   * @param batch noted with it, so that {@link #find} finds it
   * @param mayStill asked right before it is made; when false nothing is
   */
  Sent send(UUID batch, List<Item> items, BooleanSupplier mayStill);

  /** The provider's name for that batch, if it has it; looks through those that began later. */
  Optional<String> find(UUID batch, Instant notBefore);

  Standing look(String remote);

  /** Tells each answer and its question's name; what cannot be read is left out. */
  void read(Standing standing, BiConsumer<UUID, Extractor.Reply> told);

  /** Asks the provider to answer nothing more of it; of no effect on one that is over. */
  void cancel(String remote);
}
