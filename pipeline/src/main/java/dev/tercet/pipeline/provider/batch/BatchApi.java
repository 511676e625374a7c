package dev.tercet.pipeline.provider.batch;

import dev.tercet.saga.batch.ProviderBatch;
import dev.tercet.saga.port.Extractor;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

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

  /** Whether the provider has a batch whose sender was not heard of again. */
  sealed interface Found {
    /** It has, under that name. */
    record Here(String remote) implements Found {}

    /** It has not. */
    record Absent() implements Found {}

    /** Each of these may be it, and none is proven to be or not to be, yet. */
    record Undecided(List<String> remotes) implements Found {}
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

  /** Who is told what came of a batch's questions. */
  interface Results {
    void answered(UUID name, Extractor.Reply reply);

    /** It was never asked, and costs nothing. */
    void unasked(UUID name);

    /** Something cannot be read: what is not told may have been answered. */
    void unreadable();
  }

  /**
   * Sends a batch once.
   *
   * @param batch noted with it, so that {@link #find} finds it
   * @param mayStill asked right before it is made; when false nothing is
   */
  Sent send(UUID batch, List<Item> items, BooleanSupplier mayStill);

  /**
   * Looks for a batch that may have been sent, among those that began no earlier.
   *
   * @param isOther whether a name of the provider's is known to be another batch's
   */
  Found find(ProviderBatch batch, Predicate<String> isOther);

  Standing look(String remote);

  /** Tells what came of each question. */
  void read(Standing standing, Results told);

  /** Asks the provider to answer nothing more of it; of no effect on one that is over. */
  void cancel(String remote);
}
