package dev.tercet.embedded.vector.index;

import dev.tercet.embedded.vector.query.VectorRefusal;
import io.qdrant.client.grpc.Collections.CollectionConfig;
import io.qdrant.client.grpc.Collections.CollectionInfo;
import io.qdrant.client.grpc.Collections.CollectionParams;
import io.qdrant.client.grpc.Collections.CollectionStatus;
import io.qdrant.client.grpc.Collections.CreateCollection;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.HnswConfigDiff;
import io.qdrant.client.grpc.Collections.OptimizerStatus;
import io.qdrant.client.grpc.Collections.UpdateCollection;
import io.qdrant.client.grpc.Collections.VectorParams;
import java.io.IOException;
import java.util.regex.Pattern;

/** Checks what a collection shall be, and describes what it is. */
public final class CollectionShape {
  private static final int LARGEST = 65_536;
  private static final int LONGEST_NAME = 255;
  private static final Pattern FORBIDDEN = Pattern.compile("[<>:\"/\\\\|?*\0\u001F]");

  /** What a real Qdrant says of a collection whose creator said nothing. */
  private static final HnswConfigDiff USUAL_GRAPH =
      HnswConfigDiff.newBuilder()
          .setM(16)
          .setEfConstruct(100)
          .setFullScanThreshold(10_000)
          .setMaxIndexingThreads(0)
          .setOnDisk(false)
          .build();

  private CollectionShape() {}

  public static CollectionInfo of(CreateCollection request) {
    checkName(request.getCollectionName());
    if (!request.getVectorsConfig().hasParams() || request.hasSparseVectorsConfig()) {
      throw VectorRefusal.unimplemented("collections without exactly one unnamed dense vector");
    }
    VectorParams params = request.getVectorsConfig().getParams();
    if (params.hasMultivectorConfig()) {
      throw VectorRefusal.unimplemented("multi-vectors");
    }
    if (params.getDistance() != Distance.Cosine && params.getDistance() != Distance.Dot) {
      throw VectorRefusal.unimplemented("distances other than cosine and dot product");
    }
    if (params.getSize() < 1 || params.getSize() > LARGEST) {
      throw VectorRefusal.invalid(
          "Validation error in body: [vectors_config.config.size: value "
              + Long.toUnsignedString(params.getSize())
              + " invalid, must be from 1 to "
              + LARGEST
              + "]");
    }
    return CollectionInfo.newBuilder()
        .setStatus(CollectionStatus.Green)
        .setOptimizerStatus(OptimizerStatus.newBuilder().setOk(true))
        .setConfig(
            CollectionConfig.newBuilder()
                .putAllMetadata(request.getMetadataMap())
                .setHnswConfig(request.getHnswConfig())
                .setParams(
                    CollectionParams.newBuilder()
                        .setShardNumber(Math.max(1, request.getShardNumber()))
                        .setOnDiskPayload(true)
                        .setReplicationFactor(Math.max(1, request.getReplicationFactor()))
                        .setWriteConsistencyFactor(Math.max(1, request.getWriteConsistencyFactor()))
                        .setVectorsConfig(request.getVectorsConfig())))
        .build();
  }

  /**
   * The description with the numbers of this moment. The graph's are kept and told, and change
   * nothing here: the engine has no graph.
   */
  public static CollectionInfo now(CollectionIndex collection) throws IOException {
    return collection.read(searcher -> {
      CollectionInfo.Builder now =
          collection.info().toBuilder()
              .setPointsCount(searcher.getIndexReader().numDocs())
              .setIndexedVectorsCount(searcher.getIndexReader().numDocs())
              .setSegmentsCount(searcher.getIndexReader().leaves().size());
      HnswConfigDiff said = now.getConfig().getHnswConfig();
      now.getConfigBuilder().setHnswConfig(USUAL_GRAPH.toBuilder().mergeFrom(said));
      return now.build();
    });
  }

  /** What an update says of the graph; nothing else of a collection can be changed. */
  public static HnswConfigDiff graph(UpdateCollection request) {
    if (request.hasOptimizersConfig()
        || request.hasParams()
        || request.hasVectorsConfig()
        || request.hasQuantizationConfig()
        || request.hasSparseVectorsConfig()
        || request.hasStrictModeConfig()
        || request.getMetadataCount() > 0) {
      throw VectorRefusal.unimplemented("changes of a collection other than of its graph");
    }
    return request.getHnswConfig();
  }

  private static void checkName(String name) {
    if (name.isEmpty() || name.length() > LONGEST_NAME) {
      throw VectorRefusal.invalid(
          "Validation error in body: [collection_name: must be of 1 to 255 characters]");
    }
    var forbidden = FORBIDDEN.matcher(name);
    if (forbidden.find()) {
      throw VectorRefusal.invalid(
          "Validation error in body: [collection_name: collection name cannot contain \""
              + forbidden.group()
              + "\" char]");
    }
  }
}
