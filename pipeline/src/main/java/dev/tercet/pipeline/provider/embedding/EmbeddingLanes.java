package dev.tercet.pipeline.provider.embedding;

import dev.tercet.pipeline.provider.ProviderGate;
import dev.tercet.pipeline.provider.exchange.ExchangeHttpClient;
import dev.tercet.saga.port.Embedder.Embedded;
import dev.tercet.saga.port.Embedder.Purpose;
import java.time.Duration;
import java.util.List;

/**
 * The two ways to an embedding endpoint. Queries have a way of their own, so that nobody who waits
 * for an answer stands behind passages, which share calls while as many are under way as may be; on
 * both, texts that are refused together are asked again in halves.
 */
public final class EmbeddingLanes implements AutoCloseable {
  /** Whoever searches does not wait longer than this, whatever is configured for passages. */
  private static final Duration LONGEST_QUERY = Duration.ofSeconds(10);

  private final EmbeddingBatches batches;
  private final SharedCalls passages;
  private final EmbeddingLane queries;

  /** How many calls at once, and when none. */
  public record Gates(ProviderGate passages, ProviderGate queries) {}

  /**
   * The ways through these gates.
   *
   * @param most inputs a call
   * @param client has the deadline of passages
   */
  public EmbeddingLanes(
      EmbeddingProtocol protocol, int most, Gates gates, ExchangeHttpClient client) {
    batches = new EmbeddingBatches(most);
    var passageLane = new EmbeddingLane(protocol, gates.passages(), client);
    passages = new SharedCalls(batches, passageLane::ask, SharedCalls.Turns.of(gates.passages()));
    queries = new EmbeddingLane(protocol, gates.queries(), client.within(LONGEST_QUERY));
  }

  /** What became of each text, in order. */
  public List<Embedded> embed(List<String> texts, Purpose purpose) {
    return switch (purpose) {
      case PASSAGE -> passages.embed(texts);
      case QUERY -> batches.embed(texts, queries::ask);
    };
  }

  /** Cuts the calls that documents share; those that wait for one fail. */
  @Override
  public void close() {
    passages.close();
  }
}
