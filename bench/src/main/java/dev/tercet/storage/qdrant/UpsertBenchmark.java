package dev.tercet.storage.qdrant;

import dev.tercet.bench.SampleText;
import dev.tercet.bench.ShortRun;
import dev.tercet.pipeline.provider.HashEmbedder;
import dev.tercet.saga.Point;
import dev.tercet.saga.id.EmbeddingId;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.Embedder;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** One point's share of an upsert of many, as the adapter makes it and gRPC writes it. */
public class UpsertBenchmark extends ShortRun {
  private static final int BATCH = 256;
  private static final UUID PROJECT = new UUID(0x7000L, 0x8000_0000_0000_0001L);
  private static final String TEXT = SampleText.LETTER.text();

  private final List<Point> points =
      IntStream.range(0, BATCH).mapToObj(UpsertBenchmark::point).toList();

  private static Point point(int number) {
    Embedder embedder = new HashEmbedder(HashEmbedder.DEFAULT_DIMENSION);
    UUID extraction = new UUID(0x0197_5a3c_0000_7000L + number, 0x8000_0000_0000_0001L);
    Fingerprint hash = Fingerprint.of(TEXT);
    float[] vector =
        switch (embedder.embed(List.of(TEXT), Embedder.Purpose.PASSAGE).getFirst()) {
          case Embedder.Embedded.Vector it -> it.numbers();
          case Embedder.Embedded.Refused it -> throw new IllegalStateException(it.toString());
        };
    return new Point(
        EmbeddingId.of(extraction, 0, hash, embedder.model()),
        vector,
        new Point.Payload(PROJECT, extraction, 0, 1, 1, hash, embedder.model()));
  }

  /** The bytes that are sent. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public byte[] upsert() {
    return PointUpsert.order("tercet", PROJECT, points).toByteArray();
  }
}
