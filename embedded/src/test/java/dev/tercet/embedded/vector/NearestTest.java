package dev.tercet.embedded.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Compares the graph, which large segments have, with the comparison of every vector. */
@TestInstance(Lifecycle.PER_CLASS)
class NearestTest {
  private static final int POINTS = 2_400;
  private static final int DIMENSIONS = 24;
  private static final int LIMIT = 10;
  private static final int GRAPH_FROM = 1_000;
  private static final int ALWAYS_COMPARE = Integer.MAX_VALUE;
  private static final int NEVER_COMPARE = 0;

  private final Directory directory = new ByteBuffersDirectory();
  private final Random random = new Random(3);
  private final Vectors vectors = new Vectors(DIMENSIONS, Metric.COSINE);

  @BeforeAll
  void buildOneLargeSegment() throws IOException {
    try (IndexWriter writer =
        new IndexWriter(
            directory,
            new IndexWriterConfig()
                .setCodec(new TercetCodec(GRAPH_FROM))
                .setIndexSort(PointDocument.ID_ORDER))) {
      for (int i = 0; i < POINTS; i++) {
        Document document =
            PointDocument.of(
                new PointKey(PointKey.NUMBER, 0, i),
                Map.of(),
                vectors.checked(direction()),
                vectors.metric().inLucene());
        PointDocument.stamp(document, i);
        writer.addDocument(document);
        if (i % (POINTS / 3) == 0) {
          writer.flush();
        }
      }
      writer.forceMerge(1);
      writer.deleteDocuments(new Term(PointDocument.ID, new PointKey((byte) 0, 0, 5).toTerm()));
    }
  }

  @AfterAll
  void close() throws IOException {
    directory.close();
  }

  @Test
  void findsThroughTheGraphWhatComparingAllFinds() throws IOException {
    assertThat(recall(FilterQuery.EVERYTHING)).isGreaterThanOrEqualTo(0.98);
  }

  @Test
  void keepsToTheFilterInsideTheGraph() throws IOException {
    Set<PointKey> odd = new HashSet<>();
    for (int i = 1; i < POINTS; i += 2) {
      odd.add(new PointKey(PointKey.NUMBER, 0, i));
    }

    assertThat(recall(FilterQuery.ids(odd))).isGreaterThanOrEqualTo(0.98);
  }

  @Test
  void neverFindsADeletedPoint() throws IOException {
    Query deleted =
        new TermQuery(new Term(PointDocument.ID, new PointKey((byte) 0, 0, 5).toTerm()));

    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      IndexSearcher searcher = new IndexSearcher(reader);
      float[] target = vectors.checked(direction());
      for (int comparable : List.of(NEVER_COMPARE, ALWAYS_COMPARE)) {
        assertThat(new Nearest(target, Metric.COSINE, LIMIT, comparable).in(searcher, deleted))
            .isEmpty();
      }
    }
  }

  private double recall(Query filter) throws IOException {
    int found = 0;
    int queries = 50;
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      assertThat(reader.leaves()).hasSize(1);
      IndexSearcher searcher = new IndexSearcher(reader);
      for (int i = 0; i < queries; i++) {
        float[] target = vectors.checked(direction());
        Set<Integer> exact = documents(searcher, filter, target, ALWAYS_COMPARE);
        Set<Integer> approximate = documents(searcher, filter, target, NEVER_COMPARE);
        assertThat(approximate).hasSize(LIMIT);
        approximate.retainAll(exact);
        found += approximate.size();
      }
    }
    return found / (double) (queries * LIMIT);
  }

  private static Set<Integer> documents(
      IndexSearcher searcher, Query filter, float[] target, int comparable) throws IOException {
    Set<Integer> documents = new HashSet<>();
    new Nearest(target, Metric.COSINE, LIMIT, comparable)
        .in(searcher, filter)
        .forEach(hit -> documents.add(hit.document()));
    return documents;
  }

  private List<Float> direction() {
    return random.doubles(DIMENSIONS, -1, 1).mapToObj(number -> (float) number).toList();
  }
}
