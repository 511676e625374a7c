package dev.tercet.storage.qdrant;

import io.qdrant.client.grpc.Collections.CollectionInfo;
import io.qdrant.client.grpc.Collections.IntegerIndexParams;
import io.qdrant.client.grpc.Collections.KeywordIndexParams;
import io.qdrant.client.grpc.Collections.PayloadIndexParams;
import io.qdrant.client.grpc.Collections.PayloadSchemaInfo;
import io.qdrant.client.grpc.Collections.PayloadSchemaType;
import io.qdrant.client.grpc.Points.CreateFieldIndexCollection;
import io.qdrant.client.grpc.Points.FieldType;
import java.util.List;

/**
 * The index of one field of the payload. The graph gets links for what searches are within, the
 * project and one extraction; nobody looks for what is near within one owner, epoch or bucket.
 *
 * @param field its name
 * @param use what its values are
 */
record FieldIndex(String field, Use use) {
  /** What an index is made for. */
  enum Use {
    /** Searches are within one value of it. */
    TENANT,
    /** Searches may be within one of its words; the graph has links for those of many points. */
    SOUGHT,
    /** Filters name its words. */
    WORD,
    /** Filters name its numbers and ranges of them, and facets count them. */
    NUMBER
  }

  /** Facets need an index, filters are fast with one. Counts are without theirs the last. */
  static final List<FieldIndex> ALL =
      List.of(
          new FieldIndex(Payloads.PROJECT, Use.TENANT),
          new FieldIndex(Payloads.OWNER, Use.WORD),
          new FieldIndex(Payloads.EXTRACTION, Use.SOUGHT),
          new FieldIndex(Payloads.EPOCH, Use.NUMBER),
          new FieldIndex(Payloads.BUCKET, Use.NUMBER));

  boolean isIn(CollectionInfo found) {
    return found.containsPayloadSchema(field);
  }

  /** True when the one that is there is as it would be created now. */
  boolean fits(CollectionInfo found) {
    PayloadSchemaInfo there =
        found.getPayloadSchemaOrDefault(field, PayloadSchemaInfo.getDefaultInstance());
    KeywordIndexParams words = there.getParams().getKeywordIndexParams();
    return switch (use) {
      case TENANT ->
          there.getDataType() == PayloadSchemaType.Keyword
              && words.getIsTenant()
              && (!words.hasEnableHnsw() || words.getEnableHnsw());
      case SOUGHT ->
          there.getDataType() == PayloadSchemaType.Keyword
              && (!words.hasEnableHnsw() || words.getEnableHnsw());
      case WORD ->
          there.getDataType() == PayloadSchemaType.Keyword
              && words.hasEnableHnsw()
              && !words.getEnableHnsw();
      case NUMBER -> {
        IntegerIndexParams numbers = there.getParams().getIntegerIndexParams();
        yield there.getDataType() == PayloadSchemaType.Integer
            && numbers.hasEnableHnsw()
            && !numbers.getEnableHnsw();
      }
    };
  }

  CreateFieldIndexCollection creation(String collection) {
    return CreateFieldIndexCollection.newBuilder()
        .setCollectionName(collection)
        .setFieldName(field)
        .setFieldType(use == Use.NUMBER ? FieldType.FieldTypeInteger : FieldType.FieldTypeKeyword)
        .setFieldIndexParams(parameters())
        .setWait(true)
        .build();
  }

  private PayloadIndexParams.Builder parameters() {
    PayloadIndexParams.Builder parameters = PayloadIndexParams.newBuilder();
    return switch (use) {
      case TENANT ->
          parameters.setKeywordIndexParams(KeywordIndexParams.newBuilder().setIsTenant(true));
      case SOUGHT -> parameters.setKeywordIndexParams(KeywordIndexParams.getDefaultInstance());
      case WORD ->
          parameters.setKeywordIndexParams(KeywordIndexParams.newBuilder().setEnableHnsw(false));
      case NUMBER ->
          parameters.setIntegerIndexParams(
              IntegerIndexParams.newBuilder().setLookup(true).setRange(true).setEnableHnsw(false));
    };
  }
}
