package dev.tercet.embedded.vector.index;

import dev.tercet.embedded.vector.query.VectorRefusal;
import io.qdrant.client.grpc.Collections.PayloadIndexParams;
import io.qdrant.client.grpc.Collections.PayloadSchemaInfo;
import io.qdrant.client.grpc.Collections.PayloadSchemaType;
import io.qdrant.client.grpc.Points.CreateFieldIndexCollection;
import io.qdrant.client.grpc.Points.FieldType;

/** Reads what kind of values a field is said to have. */
public final class FieldSchema {
  private FieldSchema() {}

  /** The type has to be named, also where the parameters would say it. */
  public static PayloadSchemaInfo of(CreateFieldIndexCollection request) {
    if (!request.hasFieldType()) {
      throw VectorRefusal.invalid("cannot convert field_type");
    }
    PayloadSchemaInfo.Builder schema =
        PayloadSchemaInfo.newBuilder().setDataType(type(request.getFieldType()));
    if (request.hasFieldIndexParams()) {
      PayloadIndexParams parameters = request.getFieldIndexParams();
      if (!fit(parameters, request.getFieldType())) {
        throw VectorRefusal.invalid("field_type and field_index_params do not match");
      }
      schema.setParams(parameters);
    }
    return schema.build();
  }

  private static PayloadSchemaType type(FieldType type) {
    return switch (type) {
      case FieldTypeKeyword -> PayloadSchemaType.Keyword;
      case FieldTypeInteger -> PayloadSchemaType.Integer;
      case FieldTypeFloat,
          FieldTypeGeo,
          FieldTypeText,
          FieldTypeBool,
          FieldTypeDatetime,
          FieldTypeUuid ->
          throw VectorRefusal.unimplemented("indexes of anything but words and integers");
      case UNRECOGNIZED -> throw VectorRefusal.invalid("cannot convert field_type");
    };
  }

  private static boolean fit(PayloadIndexParams parameters, FieldType type) {
    return switch (parameters.getIndexParamsCase()) {
      case KEYWORD_INDEX_PARAMS -> type == FieldType.FieldTypeKeyword;
      case INTEGER_INDEX_PARAMS -> type == FieldType.FieldTypeInteger;
      case INDEXPARAMS_NOT_SET -> true;
      case FLOAT_INDEX_PARAMS,
          GEO_INDEX_PARAMS,
          TEXT_INDEX_PARAMS,
          BOOL_INDEX_PARAMS,
          DATETIME_INDEX_PARAMS,
          UUID_INDEX_PARAMS ->
          false;
    };
  }
}
