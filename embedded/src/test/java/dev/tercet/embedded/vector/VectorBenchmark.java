package dev.tercet.embedded.vector;

import static io.qdrant.client.ConditionFactory.matchKeyword;
import static io.qdrant.client.PointIdFactory.id;
import static io.qdrant.client.QueryFactory.nearest;
import static io.qdrant.client.ValueFactory.value;
import static io.qdrant.client.VectorsFactory.vectors;

import com.sun.management.OperatingSystemMXBean;
import io.qdrant.client.QdrantClient;
import io.qdrant.client.QdrantGrpcClient;
import io.qdrant.client.WithPayloadSelectorFactory;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.PayloadSchemaType;
import io.qdrant.client.grpc.Collections.VectorParams;
import io.qdrant.client.grpc.Common.Filter;
import io.qdrant.client.grpc.Common.PointId;
import io.qdrant.client.grpc.Common.Range;
import io.qdrant.client.grpc.Points.CountPoints;
import io.qdrant.client.grpc.Points.FacetCounts;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.QueryPoints;
import io.qdrant.client.grpc.Points.ScrollPoints;
import io.qdrant.client.grpc.Points.ScrollResponse;
import io.qdrant.client.grpc.Points.UpsertPoints;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * Measures the engine, by hand: {@code main [points] [dimensions] [batch]}, with {@code
 * TERCET_TEST_QDRANT=host:port} against a real Qdrant. No part of the suite.
 */
final class VectorBenchmark {
  private static final String NAME = "benchmark";
  private static final PrintStream OUT = System.out;
  private final QdrantClient client;
  private final int dimensions;
  private final Random random = new Random(1);

  private VectorBenchmark(QdrantClient client, int dimensions) {
    this.client = client;
    this.dimensions = dimensions;
  }

  public static void main(String[] arguments) throws Exception {
    int points = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
    int dimensions = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 384;
    int batch = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 256;
    Path folder = Files.createTempDirectory("vector-benchmark");
    OUT.println("data in " + folder);
    try (VectorServer server =
            VectorServer.start(folder, Engine.freePort(), Engine.KEY, OUT::println);
        QdrantClient client =
            new QdrantClient(
                QdrantGrpcClient.newBuilder("127.0.0.1", server.port(), false)
                    .withApiKey(Engine.KEY)
                    .build())) {
      new VectorBenchmark(client, dimensions).run(points, batch);
    }
    long began = System.nanoTime();
    VectorServer.start(folder, Engine.freePort(), Engine.KEY, OUT::println).close();
    OUT.printf("open and close again: %d ms%n", (System.nanoTime() - began) / 1_000_000);
  }

  private void run(int points, int batch) throws Exception {
    client
        .createCollectionAsync(
            NAME,
            VectorParams.newBuilder().setSize(dimensions).setDistance(Distance.Cosine).build())
        .get();
    client
        .createPayloadIndexAsync(NAME, "bucket", PayloadSchemaType.Integer, null, true, null, null)
        .get();
    upsert("upsert new", points, batch, false);
    for (int i = 0; i < 10; i++) {
      timed("facet", () -> OUT.printf("%d hits ", facet()));
      timed("count with filter", () -> OUT.printf("%d ", count()));
      timed("one bucket", () -> OUT.printf("%d ", scroll(1_000, bucket(7))));
      timed("search", this::search);
    }
    for (int i = 0; i < 2; i++) {
      timed(
          "scroll with payload",
          () -> OUT.printf("%d points ", scroll(1_000, Filter.getDefaultInstance())));
    }
    upsert("upsert under a guard, new", points / 4, batch, true);
    upsert("upsert one by one", 2_000, 1, true);
    random.setSeed(1);
    upsert("upsert under a guard, existing", points / 4, batch, true);
    for (int i = 0; i < 10; i++) {
      timed("facet", () -> OUT.printf("%d hits ", facet()));
      timed("search", this::search);
    }
    Runtime.getRuntime().gc();
    OUT.printf(
        "heap in use: %d MB%n",
        (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20);
  }

  private void upsert(String what, int points, int batch, boolean guarded) throws Exception {
    long cpu = cpu();
    long busy = 0;
    long longest = 0;
    for (int done = 0; done < points; done += batch) {
      List<PointStruct> some = new ArrayList<>();
      for (int i = 0; i < batch; i++) {
        some.add(point(done + i));
      }
      UpsertPoints.Builder request =
          UpsertPoints.newBuilder().setCollectionName(NAME).setWait(true).addAllPoints(some);
      if (guarded) {
        request.setUpdateFilter(
            Filter.newBuilder()
                .addMust(
                    io.qdrant.client.ConditionFactory.range(
                        "epoch", Range.newBuilder().setLte(1_795_377_600_200_000.0).build())));
      }
      long began = System.nanoTime();
      client.upsertAsync(request.build()).get();
      long took = System.nanoTime() - began;
      busy += took;
      longest = Math.max(longest, took);
    }
    OUT.printf(
        "%s, by %d: %.0f points/s, the longest call %.0f ms, %.0f points per processor second%n",
        what, batch, points * 1e9 / busy, longest / 1e6, points * 1e9 / (cpu() - cpu));
  }

  private PointStruct point(int number) {
    UUID uuid = new UUID(random.nextLong(), random.nextLong());
    float[] vector = new float[dimensions];
    for (int i = 0; i < dimensions; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return PointStruct.newBuilder()
        .setId(id(uuid))
        .setVectors(vectors(vector))
        .putPayload("owner", value("0197e0b1-0000-7000-8000-000000000001"))
        .putPayload("project", value("0197e0b1-0000-7000-8000-00000000000" + number % 7))
        .putPayload("extraction", value(new UUID(number / 10, 42).toString()))
        .putPayload("ordinal", value(number % 10))
        .putPayload("generation", value(1))
        .putPayload("epoch", value(1_795_377_600_000_000L + number))
        .putPayload("hash", value(Long.toHexString(uuid.getLeastSignificantBits())))
        .putPayload("model", value("minilm-l6-v2-q"))
        .putPayload("bucket", value(uuid.getMostSignificantBits() >>> 52))
        .build();
  }

  private int facet() throws Exception {
    return client
        .facetAsync(
            FacetCounts.newBuilder()
                .setCollectionName(NAME)
                .setKey("bucket")
                .setExact(true)
                .setLimit(4_096)
                .setFilter(owner())
                .build())
        .get()
        .size();
  }

  private long count() throws Exception {
    return client
        .countAsync(
            CountPoints.newBuilder()
                .setCollectionName(NAME)
                .setExact(true)
                .setFilter(owner())
                .build()
                .getCollectionName(),
            owner(),
            true)
        .get();
  }

  private void search() throws Exception {
    float[] vector = new float[dimensions];
    vector[0] = 1;
    client
        .queryAsync(
            QueryPoints.newBuilder()
                .setCollectionName(NAME)
                .setQuery(nearest(vector))
                .setLimit(10)
                .setFilter(owner())
                .setWithPayload(WithPayloadSelectorFactory.enable(true))
                .build())
        .get();
  }

  private int scroll(int page, Filter filter) throws Exception {
    PointId next = null;
    int seen = 0;
    do {
      ScrollPoints.Builder request =
          ScrollPoints.newBuilder()
              .setCollectionName(NAME)
              .setLimit(page)
              .setFilter(filter)
              .setWithPayload(WithPayloadSelectorFactory.enable(true));
      if (next != null) {
        request.setOffset(next);
      }
      ScrollResponse response = client.scrollAsync(request.build()).get();
      seen += response.getResultCount();
      next = response.hasNextPageOffset() ? response.getNextPageOffset() : null;
    } while (next != null);
    return seen;
  }

  private static Filter owner() {
    return Filter.newBuilder()
        .addMust(matchKeyword("owner", "0197e0b1-0000-7000-8000-000000000001"))
        .build();
  }

  private static Filter bucket(long bucket) {
    return owner().toBuilder()
        .addMust(io.qdrant.client.ConditionFactory.match("bucket", bucket))
        .build();
  }

  /** What this process has used of all processors; tells more than the clock on a busy machine. */
  private static long cpu() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  /** Something to measure. */
  @FunctionalInterface
  private interface Measured {
    void run() throws Exception;
  }

  private static void timed(String what, Measured measured) throws Exception {
    long began = System.nanoTime();
    long cpu = cpu();
    measured.run();
    OUT.printf(
        "%s: %.1f ms, of processor %.1f ms%n",
        what, (System.nanoTime() - began) / 1e6, (cpu() - cpu) / 1e6);
  }
}
