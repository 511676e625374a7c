package dev.tercet.embedded.vector;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.hnsw.FlatVectorScorerUtil;
import org.apache.lucene.codecs.lucene99.Lucene99FlatVectorsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.store.IOContext;

/**
 * Stores vectors flat, and builds an HNSW graph only when a merge makes a large segment.
 *
 * <p>Building a graph costs a hundred times what writing a vector does, and small segments are
 * merged away within seconds: comparing all vectors of a small segment is faster than a graph was
 * ever worth.
 */
final class GraphForLargeSegments extends KnnVectorsFormat {
  /** Comparing this many vectors of 384 dimensions takes about 20 ms. */
  static final int GRAPH_FROM_POINTS = 100_000;

  private static final int MAX_DIMENSIONS = 4_096;
  private static final String GRAPH_EXTENSION = "vem";

  private final int graphFrom;
  private final KnnVectorsFormat graph = new Lucene99HnswVectorsFormat();
  private final KnnVectorsFormat flat =
      new Lucene99FlatVectorsFormat(FlatVectorScorerUtil.getLucene99FlatVectorsScorer());

  GraphForLargeSegments(int graphFrom) {
    super("GraphForLargeSegments");
    this.graphFrom = graphFrom;
  }

  @Override
  public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
    boolean large =
        state.context.context() == IOContext.Context.MERGE
            && state.segmentInfo.maxDoc() >= graphFrom;
    return (large ? graph : flat).fieldsWriter(state);
  }

  @Override
  public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
    String file =
        IndexFileNames.segmentFileName(
            state.segmentInfo.name, state.segmentSuffix, GRAPH_EXTENSION);
    boolean hasGraph = Arrays.asList(state.directory.listAll()).contains(file);
    return (hasGraph ? graph : flat).fieldsReader(state);
  }

  @Override
  public int getMaxDimensions(String field) {
    return MAX_DIMENSIONS;
  }
}
