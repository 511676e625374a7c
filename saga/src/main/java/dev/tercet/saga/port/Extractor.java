package dev.tercet.saga.port;

import dev.tercet.saga.Failure;
import dev.tercet.saga.Usage;
import dev.tercet.saga.answer.AnswerRepair;
import dev.tercet.saga.answer.EarlierAnswer;
import dev.tercet.saga.provider.Trouble;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Asks a model, or rules, for the facts in one passage. Blocking; called on a virtual thread. */
public interface Extractor {

  /** The provider's name, such as {@code rules}. */
  String provider();

  /** The model's name, as the ledger notes it. */
  String model();

  /**
   * Who is asked, as part of every answer's fingerprint: the model, and with it the provider where
   * others have a model of that name.
   */
  default String identity() {
    return model();
  }

  /**
   * Whether it is told of the document, too, its source and its metadata: then an answer is one
   * about that document's passage alone.
   */
  default boolean readsDocument() {
    return false;
  }

  /** Grows when the prompt or the rules change; part of every answer's fingerprint. */
  String promptVersion();

  /**
   * True when the call costs nothing, so that its ledger row is written together with its answer.
   */
  boolean isLocal();

  /**
   * Whether the same question always gets the same answer, at once and for nothing; then {@link
   * ClosingStore} may write it together with the end. Implies {@link #isLocal}.
   */
  boolean isRepeatable();

  /**
   * One request.
   *
   * @param extraction for the call's header
   * @param ordinal for the call's header
   * @param epoch for the call's header
   * @param schema JSON Schema of one fact
   * @param passage the passage's text
   * @param earlier the answer that this one is to be better than; null when it is the first
   * @param origin what the passage is of
   */
  record Request(
      UUID extraction,
      int ordinal,
      long epoch,
      String schema,
      String passage,
      @Nullable EarlierAnswer earlier,
      Origin origin) {
    /** A first request about a passage of which nothing else is told. */
    public Request(UUID extraction, int ordinal, long epoch, String schema, String passage) {
      this(extraction, ordinal, epoch, schema, passage, null, new Origin("", "", "{}"));
    }
  }

  /**
   * Of what a passage is.
   *
   * @param project the project's name
   * @param source the caller's name for the document
   * @param metadata of the document, a JSON object; empty unless the extractor reads it
   */
  record Origin(String project, String source, String metadata) {}

  /** What the model said. */
  sealed interface Reply {
    /**
     * An answer: {@code content} holds {@code {"facts":[{"quote","data"}]}}, not yet checked.
     *
     * @param repairs what was mended to come to the content
     */
    record Content(String content, Usage usage, Set<AnswerRepair> repairs) implements Reply {
      /** Content that came as it should. */
      public Content(String content, Usage usage) {
        this(content, usage, Set.of());
      }
    }

    /** An answer that a limit of its length cut off; {@code content} is what there is of it. */
    record Cut(String content, Usage usage) implements Reply {}

    /** It answered with something that cannot be one, or declined. */
    record Refused(Failure failure, Usage usage) implements Reply {}

    /**
     * No answer, for a reason that says nothing of the passage.
     *
     * @param retryAfter how long the provider wants to be left alone; null when it does not say
     */
    record Unavailable(Trouble trouble, Failure failure, Usage usage, @Nullable Duration retryAfter)
        implements Reply {}
  }

  /** Asks once, without retries of its own, and never throws for what a provider may do. */
  Reply ask(Request request);
}
