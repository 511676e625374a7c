package dev.tercet.embedded.vector;

import org.apache.lucene.codecs.FilterCodec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene103.Lucene103Codec;

/**
 * Lucene's codec with vectors of our own format; Lucene finds it by name when it opens an index.
 */
public final class TercetCodec extends FilterCodec {
  private final KnnVectorsFormat vectors;

  /** Public, as the service loader asks. */
  public TercetCodec() {
    this(GraphForLargeSegments.GRAPH_FROM_POINTS);
  }

  /** Reads every index alike; only what it writes depends on the number. */
  TercetCodec(int graphFrom) {
    super("Tercet1", new Lucene103Codec());
    this.vectors = new GraphForLargeSegments(graphFrom);
  }

  @Override
  public KnnVectorsFormat knnVectorsFormat() {
    return vectors;
  }
}
