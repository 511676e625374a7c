package dev.tercet.acceptance.program;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.qdrant.client.QdrantClient;
import io.qdrant.client.QdrantGrpcClient;
import io.qdrant.client.WithPayloadSelectorFactory;
import io.qdrant.client.WithVectorsSelectorFactory;
import io.qdrant.client.grpc.Common.PointId;
import io.qdrant.client.grpc.Points.RetrievedPoint;
import io.qdrant.client.grpc.Points.ScrollPoints;
import io.qdrant.client.grpc.Points.ScrollResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/** The stores of a data folder, asked behind the program's back through {@code stores.json}. */
public final class RunningStores {
  private final JsonNode stores;

  private RunningStores(JsonNode stores) {
    this.stores = stores;
  }

  /** Those of a data folder. */
  public static RunningStores of(Path data) throws IOException {
    return new RunningStores(new ObjectMapper().readTree(data.resolve("stores.json").toFile()));
  }

  /** A connection to the ledger. */
  Connection ledger() throws SQLException {
    JsonNode postgres = stores.path("postgres");
    return DriverManager.getConnection(
        postgres.path("url").asText(),
        postgres.path("username").asText(),
        postgres.path("password").asText());
  }

  /** How many points stand in the collection that reads use; none when it is not there. */
  public long points() throws InterruptedException, ExecutionException {
    try (var client = qdrant()) {
      return client.collectionExistsAsync(collection()).get()
          ? client.countAsync(collection()).get()
          : 0;
    }
  }

  /** The vector of every point in the collection that reads use, by extraction and ordinal. */
  Map<String, float[]> vectors() throws InterruptedException, ExecutionException {
    var vectors = new HashMap<String, float[]>();
    try (var client = qdrant()) {
      var page =
          ScrollPoints.newBuilder()
              .setCollectionName(collection())
              .setWithPayload(WithPayloadSelectorFactory.enable(true))
              .setWithVectors(WithVectorsSelectorFactory.enable(true))
              .setLimit(500);
      ScrollResponse found;
      do {
        found = client.scrollAsync(page.build()).get();
        found.getResultList().forEach(it -> vectors.put(passage(it), vector(it)));
        page.setOffset(found.getNextPageOffset());
      } while (found.hasNextPageOffset());
    }
    return vectors;
  }

  private static String passage(RetrievedPoint point) {
    return point.getPayloadOrThrow("extraction").getStringValue()
        + "/"
        + point.getPayloadOrThrow("ordinal").getIntegerValue();
  }

  private static float[] vector(RetrievedPoint point) {
    List<Float> numbers = point.getVectors().getVector().getDense().getDataList();
    float[] vector = new float[numbers.size()];
    for (int at = 0; at < vector.length; at++) {
      vector[at] = numbers.get(at);
    }
    return vector;
  }

  /** Deletes every tenth point in the order of their ids; returns how many. */
  int deleteEveryTenthPoint() throws InterruptedException, ExecutionException {
    try (var client = qdrant()) {
      var all = new ArrayList<PointId>();
      var page = ScrollPoints.newBuilder().setCollectionName(collection()).setLimit(5_000);
      ScrollResponse found;
      do {
        found = client.scrollAsync(page.build()).get();
        found.getResultList().forEach(it -> all.add(it.getId()));
        page.setOffset(found.getNextPageOffset());
      } while (found.hasNextPageOffset());
      List<PointId> tenth =
          IntStream.range(0, all.size()).filter(n -> n % 10 == 0).mapToObj(all::get).toList();
      client.deleteAsync(collection(), tenth).get();
      return tenth.size();
    }
  }

  void dropCollection() throws InterruptedException, ExecutionException {
    try (var client = qdrant()) {
      client.deleteCollectionAsync(collection()).get();
    }
  }

  void flushRedis() {
    redis(Jedis::flushAll);
  }

  /** Does something on a connection to Redis. */
  void redis(Consumer<Jedis> act) {
    try (var redis = redis()) {
      act.accept(redis);
    }
  }

  /** Every stream that there is. */
  List<String> streams() {
    try (var redis = redis()) {
      return redis
          .scan(ScanParams.SCAN_POINTER_START, new ScanParams().count(1000), "stream")
          .getResult();
    }
  }

  /** A number that Postgres is asked for. */
  long count(String sql) throws SQLException {
    JsonNode postgres = stores.path("postgres");
    try (Connection connection =
            DriverManager.getConnection(
                postgres.path("url").asText(),
                postgres.path("username").asText(),
                postgres.path("password").asText());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  private String collection() {
    return stores.at("/qdrant/collection").asText();
  }

  private QdrantClient qdrant() {
    JsonNode qdrant = stores.path("qdrant");
    return new QdrantClient(
        QdrantGrpcClient.newBuilder(
                qdrant.path("host").asText(), qdrant.path("port").asInt(), false)
            .withApiKey(qdrant.path("apiKey").asText())
            .build());
  }

  private Jedis redis() {
    return new Jedis(URI.create(stores.at("/redis/url").asText()));
  }

  /** How many messages stand in all queues together, delivered or not. */
  public long messages() {
    try (var redis = redis()) {
      long messages = 0;
      String cursor = ScanParams.SCAN_POINTER_START;
      do {
        ScanResult<String> page = redis.scan(cursor, new ScanParams().count(1000), "stream");
        for (String stream : page.getResult()) {
          messages += redis.xlen(stream);
        }
        cursor = page.getCursor();
      } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
      return messages;
    }
  }
}
