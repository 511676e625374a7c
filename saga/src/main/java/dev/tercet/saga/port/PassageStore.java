package dev.tercet.saga.port;

import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.FailedPassage;
import dev.tercet.saga.MadeWith;
import dev.tercet.saga.Passage;
import dev.tercet.saga.Stage;
import dev.tercet.saga.port.DeadLetters.Exchange;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Passages and their facts: written once, after their points are confirmed (record last,
 * docs/protocol.md §4).
 */
public interface PassageStore {

  /**
   * Records passages of a claimed attempt whose points Qdrant has confirmed, notes the progress and
   * renews the attempt's deadline as {@link ExtractionStore#advance} does; nothing is written and
   * false returned when the claim is no longer ours. Passages that are recorded already stay as
   * they are (S5).
   *
   * @param madeWith what the facts of these were extracted with, one or more; the extraction names
   *     them beside those of the passages before, unless it has some of which that is not known
   */
  boolean record(
      Claim claim,
      Set<MadeWith> madeWith,
      List<Passage> passages,
      Stage stage,
      Extraction.PassageCount progress);

  /**
   * Forgets every passage that earlier attempts recorded, with what they mention and how far they
   * came, and notes that the passages are being made anew: until some are recorded again, every
   * attempt begins like this one, whatever its cut. The points are the caller's to remove. Nothing
   * changes and false is returned when the claim is no longer ours.
   */
  boolean beginAnew(Claim claim);

  /** The passages of an extraction from {@code fromOrdinal} on, in order. */
  List<Passage> page(UUID extraction, int fromOrdinal, int limit);

  /**
   * A passage without which a document is done.
   *
   * @param raw how the newest useless answer about it begins, at most {@link Exchange#MOST_RAW}
   *     characters; null when there was none
   */
  record Failed(FailedPassage passage, @Nullable String raw) {}

  /** Those of an extraction from {@code fromOrdinal} on, in order. */
  List<Failed> failed(UUID extraction, int fromOrdinal, int limit);

  /**
   * Joins search hits to living passages in one statement: only passages whose extraction is done,
   * the newest finished generation of its source, and in that living project come back (S4).
   */
  List<LivingPassage> living(UUID project, Collection<UUID> embeddingIds);

  /**
   * A passage that readers may see, with its document's name.
   *
   * @param madeWith what the facts of its document were extracted with; empty when it is not known
   */
  record LivingPassage(String source, String metadata, Passage passage, List<MadeWith> madeWith) {}
}
