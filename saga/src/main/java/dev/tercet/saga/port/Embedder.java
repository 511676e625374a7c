package dev.tercet.saga.port;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns texts into vectors. */
public interface Embedder extends AutoCloseable {

  /** The model's name; part of every point's id and of the collection's name. */
  String model();

  /** The length of its vectors. */
  int dimension();

  /** What a text is embedded for: some models see a question otherwise than what answers it. */
  enum Purpose {
    /** To be stored and found. */
    PASSAGE,
    /** To find passages by. Somebody waits for it, so it does not stand behind passages. */
    QUERY
  }

  /** What became of one text. */
  sealed interface Embedded {
    /** Its vector: finite, not zero, and of {@link #dimension()} numbers. */
    @SuppressWarnings("ArrayRecordComponent") // a vector is passed on, never compared or a key
    record Vector(float[] numbers) implements Embedded {}

    /**
     * It has none, whatever became of the texts beside it.
     *
     * @param reason for a person
     * @param forGood whether another time would not help either
     */
    record Refused(String reason, boolean forGood) implements Embedded {}
  }

  /**
   * What became of each text, in order. Texts of several documents may share a call: one that is
   * refused fails alone.
   *
   * @throws EmbedderUnavailableException when the same call may succeed later
   */
  List<Embedded> embed(List<String> texts, Purpose purpose);

  /**
   * The vector of one text.
   *
   * @throws EmbedderUnavailableException when the same call may succeed later
   * @throws EmbedderRefusedException when this text is refused
   */
  default float[] vector(String text, Purpose purpose) {
    return switch (embed(List.of(text), purpose).getFirst()) {
      case Embedded.Vector(var numbers) -> numbers;
      case Embedded.Refused refused -> throw new EmbedderRefusedException(refused);
    };
  }

  /** Ends what it computes with, if anything. */
  @Override
  default void close() {}

  /** The embedder cannot be reached, is overloaded, or answers what cannot be used. */
  final class EmbedderUnavailableException extends RuntimeException {
    private final boolean asked;
    private final Duration notBefore;
    private final @Nullable Awaited awaited;

    /** It was asked, and nothing is known of when it would answer. */
    public EmbedderUnavailableException(String message, @Nullable Throwable cause) {
      this(message, true, Duration.ZERO, cause);
    }

    /**
     * What is known.
     *
     * @param asked false when it was not asked, or asked for time itself: nothing was tried
     * @param notBefore the shortest wait, zero when unknown
     */
    public EmbedderUnavailableException(
        String message, boolean asked, Duration notBefore, @Nullable Throwable cause) {
      super(message, cause);
      this.asked = asked;
      this.notBefore = notBefore;
      awaited = null;
    }

    /**
     * The provider is in trouble: nothing was tried, and whoever waits is called at its end.
     *
     * @param notBefore how long no call may be made
     */
    public EmbedderUnavailableException(String message, Awaited awaited, Duration notBefore) {
      super(message);
      asked = false;
      this.notBefore = notBefore;
      this.awaited = awaited;
    }

    /**
     * What is waited for.
     *
     * @param provider by its name
     * @param first whether this one is to see whether it answers again
     */
    public record Awaited(String provider, boolean first) {}

    /** Null when nobody calls. */
    public @Nullable Awaited awaited() {
      return awaited;
    }

    /** False when nothing was tried. */
    public boolean asked() {
      return asked;
    }

    /** How long to wait before another try; zero when unknown. */
    public Duration notBefore() {
      return notBefore;
    }
  }

  /** The embedder will not take this text, although it answers. */
  final class EmbedderRefusedException extends RuntimeException {
    private final boolean forGood;

    /** For that reason. */
    public EmbedderRefusedException(Embedded.Refused refused) {
      super(refused.reason());
      forGood = refused.forGood();
    }

    /** Whether another time would not help either. */
    public boolean forGood() {
      return forGood;
    }
  }
}
