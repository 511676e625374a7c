package dev.tercet.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tercet.api.intake.Body;
import dev.tercet.api.intake.DocumentBody;
import dev.tercet.api.shape.Json;
import dev.tercet.pipeline.accept.CheckedDocument;
import dev.tercet.pipeline.provider.HashEmbedder;
import dev.tercet.pipeline.provider.rules.DefaultSchema;
import dev.tercet.pipeline.text.Cutter;
import dev.tercet.pipeline.text.Span;
import dev.tercet.saga.Document;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.Embedder;
import dev.tercet.saga.queue.QueueName;
import dev.tercet.saga.text.SearchWords;
import java.util.List;
import java.util.Set;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** What grows with a document's text, in the order of its way. */
public class DocumentBenchmark extends ShortRun {
  private static final int MOST_CHARACTERS = 1_000;

  /** Which text. */
  @Param public SampleText sample = SampleText.LETTER;

  private final Cutter cutter = new Cutter(MOST_CHARACTERS);
  private final Embedder embedder = new HashEmbedder(HashEmbedder.DEFAULT_DIMENSION);
  private final String schema = DefaultSchema.json();
  private byte[] line = {};
  private Document document =
      new Document("", "", Document.NO_METADATA, QueueName.DEFAULT, null, null, List.of());
  private List<String> passages = List.of();

  /** Makes what comes before each step. */
  @Setup
  public void prepare() {
    line =
        Json.bytes(
            JsonNodeFactory.instance
                .objectNode()
                .put("source", "letter-1")
                .put("text", sample.text())
                .set("metadata", JsonNodeFactory.instance.objectNode().put("tone", "dry")));
    document = readLine();
    passages = cut().stream().map(it -> it.of(document.text())).toList();
  }

  /** A body, or a line of many, to the document that it says. */
  @Benchmark
  public Document readLine() {
    return DocumentBody.read(line, line.length, null);
  }

  /** Its limits, and the canonical form of its metadata. */
  @Benchmark
  public CheckedDocument check() {
    return CheckedDocument.of(document, Body.DOCUMENT_LIMIT);
  }

  /** By which the same document is known when it comes again. */
  @Benchmark
  public Fingerprint fingerprint() {
    return Fingerprint.of(document.text(), document.metadata(), schema, "1");
  }

  /** The text into passages. */
  @Benchmark
  public List<Span> cut() {
    return cutter.stream(document.text()).toList();
  }

  /** The vector of each passage, without a model. */
  @Benchmark
  public List<Embedder.Embedded> embed() {
    return embedder.embed(passages, Embedder.Purpose.PASSAGE);
  }

  /** The words by which it is found. */
  @Benchmark
  public Set<String> searchWords() {
    return SearchWords.of(document.text());
  }
}
