package dev.tercet.pipeline.provider.embedding;

import dev.tercet.saga.port.Embedder.Embedded;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts texts into calls. One that is refused is asked again in halves, down to a single text, which
 * then fails alone. Halves that are all answered show that the endpoint takes no more at once,
 * which is remembered; a text that is refused by itself shows nothing of the kind.
 */
final class EmbeddingBatches {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddingBatches.class);

  /** Of all texts of a call, below what a request of 300,000 tokens or 2 MB holds. */
  static final int MOST_CHARACTERS = 200_000;

  private final BatchSize size;

  EmbeddingBatches(int most) {
    size = new BatchSize(most);
  }

  /** Asks the endpoint once; throws when it is away. */
  @FunctionalInterface
  interface Call {
    Outcome of(List<String> texts);
  }

  /** What one call came to. */
  sealed interface Outcome {
    /** One for each text. */
    record Vectors(List<float[]> all) implements Outcome {}

    /** None for any. */
    record Refused(String reason, boolean forGood) implements Outcome {}
  }

  /** What became of each text, in order. */
  List<Embedded> embed(List<String> texts, Call call) {
    return embed(texts, call, _ -> {});
  }

  /**
   * The same.
   *
   * @param settled hears before each call and at the end what has become of the first texts
   */
  List<Embedded> embed(List<String> texts, Call call, Consumer<List<Embedded>> settled) {
    List<Embedded> embedded = new ArrayList<>(texts.size());
    Call telling =
        some -> {
          settled.accept(Collections.unmodifiableList(embedded));
          return call.of(some);
        };
    while (embedded.size() < texts.size()) {
      ask(next(texts.subList(embedded.size(), texts.size())), telling, embedded);
    }
    settled.accept(Collections.unmodifiableList(embedded));
    return embedded;
  }

  /** How many texts go into a call now. */
  int most() {
    return size.now();
  }

  /** The first of them that fit into one call; at least one. */
  List<String> next(List<String> texts) {
    int most = Math.min(most(), texts.size());
    int count = 0;
    long characters = 0;
    while (count < most) {
      characters += texts.get(count).length();
      if (count > 0 && characters > MOST_CHARACTERS) {
        break;
      }
      count++;
    }
    return texts.subList(0, count);
  }

  /** True when every text has its vector. */
  private boolean ask(List<String> texts, Call call, List<Embedded> embedded) {
    return switch (call.of(texts)) {
      case Outcome.Vectors(var all) -> {
        all.stream().map(Embedded.Vector::new).forEach(embedded::add);
        size.answered(texts.size());
        yield true;
      }
      case Outcome.Refused(var reason, var forGood) when texts.size() == 1 -> {
        embedded.add(new Embedded.Refused(reason, forGood));
        yield false;
      }
      case Outcome.Refused(var reason, var _) -> {
        int half = (texts.size() + 1) / 2;
        LOG.debug("{} texts at once were refused, {} are tried: {}", texts.size(), half, reason);
        boolean first = ask(texts.subList(0, half), call, embedded);
        boolean second = ask(texts.subList(half, texts.size()), call, embedded);
        if (first && second) {
          size.shrinkTo(half);
        }
        yield first && second;
      }
    };
  }
}
